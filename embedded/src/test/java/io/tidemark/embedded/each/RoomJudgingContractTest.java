package io.tidemark.embedded.each;

import io.tidemark.testkit.contract.EventwiseInstallation;
import io.tidemark.testkit.contract.each.JudgingContract;
import java.nio.file.Path;

/// Holds the room to [JudgingContract].
class RoomJudgingContractTest extends JudgingContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new RoomInstallation(directory);
    }
}
