package io.tidemark.embedded.each;

import io.tidemark.testkit.contract.AttemptStoreContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds the room to [AttemptStoreContract].
class RoomAttemptStoreContractTest extends AttemptStoreContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new RoomInstallation(directory);
    }
}
