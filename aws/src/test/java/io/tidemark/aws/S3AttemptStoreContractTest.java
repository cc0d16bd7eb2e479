package io.tidemark.aws;

import io.tidemark.testkit.contract.AttemptStoreContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [AttemptStoreContract].
class S3AttemptStoreContractTest extends AttemptStoreContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }
}
