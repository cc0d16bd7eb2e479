package io.tidemark.aws;

import io.tidemark.testkit.contract.KeyHistoryContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [KeyHistoryContract].
class DynamoKeyHistoryContractTest extends KeyHistoryContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }
}
