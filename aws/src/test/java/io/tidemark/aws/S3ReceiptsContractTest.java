package io.tidemark.aws;

import io.tidemark.testkit.contract.ReceiptsContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [ReceiptsContract].
class S3ReceiptsContractTest extends ReceiptsContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new AwsInstallation();
    }
}
