package io.tidemark.embedded;

import io.tidemark.testkit.contract.BucketsContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [BucketsContract].
class EmbeddedBucketsContractTest extends BucketsContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
