package io.tidemark.embedded.each;

import io.tidemark.testkit.contract.PausesContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds the room to [PausesContract].
class RoomPausesContractTest extends PausesContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new RoomInstallation(directory);
    }
}
