package io.tidemark.embedded.each;

import io.tidemark.testkit.contract.KeyHistoryContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds the room to [KeyHistoryContract].
class RoomKeyHistoryContractTest extends KeyHistoryContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new RoomInstallation(directory);
    }
}
