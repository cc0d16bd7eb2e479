package io.tidemark.embedded.each;

import io.tidemark.testkit.contract.TransactionQueueContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds the room to [TransactionQueueContract].
class RoomTransactionQueueContractTest extends TransactionQueueContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new RoomInstallation(directory);
    }
}
