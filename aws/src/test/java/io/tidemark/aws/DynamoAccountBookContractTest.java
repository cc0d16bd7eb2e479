package io.tidemark.aws;

import io.tidemark.testkit.contract.AccountBookContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [AccountBookContract].
class DynamoAccountBookContractTest extends AccountBookContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }
}
