package io.tidemark.aws;

import io.tidemark.testkit.contract.SnapshotStoreContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [SnapshotStoreContract].
class S3SnapshotStoreContractTest extends SnapshotStoreContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new AwsInstallation();
    }
}
