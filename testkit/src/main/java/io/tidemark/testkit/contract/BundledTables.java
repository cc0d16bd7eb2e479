package io.tidemark.testkit.contract;

import io.tidemark.core.port.TableBundles;

/// An installation whose accounts stand in tables and whose old events go into bundles, for one test. Used by one thread.
public interface BundledTables extends BundledInstallation {
    /// The bundles as they were opened last.
    TableBundles tables();
}
