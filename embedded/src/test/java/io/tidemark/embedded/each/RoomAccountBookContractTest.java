package io.tidemark.embedded.each;

import io.tidemark.testkit.contract.AccountBookContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds the room to [AccountBookContract].
class RoomAccountBookContractTest extends AccountBookContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new RoomInstallation(directory);
    }
}
