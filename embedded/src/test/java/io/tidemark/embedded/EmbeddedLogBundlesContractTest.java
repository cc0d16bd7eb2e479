package io.tidemark.embedded;

import io.tidemark.testkit.contract.LogBundlesContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [LogBundlesContract].
class EmbeddedLogBundlesContractTest extends LogBundlesContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
