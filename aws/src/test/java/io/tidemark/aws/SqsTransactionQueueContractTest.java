package io.tidemark.aws;

import io.tidemark.testkit.contract.TransactionQueueContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [TransactionQueueContract].
class SqsTransactionQueueContractTest extends TransactionQueueContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }
}
