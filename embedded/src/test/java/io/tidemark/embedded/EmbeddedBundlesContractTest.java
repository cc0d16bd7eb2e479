package io.tidemark.embedded;

import io.tidemark.testkit.contract.BundledInstallation;
import io.tidemark.testkit.contract.BundlesContract;
import java.nio.file.Path;

/// Holds a home to [BundlesContract].
class EmbeddedBundlesContractTest extends BundlesContract {
    @Override
    protected BundledInstallation newInstallation(Path directory) {
        return new EmbeddedBundled(directory);
    }
}
