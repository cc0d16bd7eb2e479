package io.tidemark.embedded;

import io.tidemark.testkit.contract.BundlesContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [BundlesContract].
class EmbeddedBundlesContractTest extends BundlesContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
