package io.tidemark.testkit.contract;

import io.tidemark.core.port.TableStores;
import java.time.InstantSource;

/// One installation whose accounts stand in tables, for one test: with the tables of the first generation, empty. Used by one thread.
public interface TableInstallation extends AutoCloseable {
    /// Opens the installation: with what is stored in it.
    ///
    /// @param clock what times and names of backups are taken from
    TableStores open(InstantSource clock);

    /// Lets go of everything, tables of later generations included.
    @Override
    void close();
}
