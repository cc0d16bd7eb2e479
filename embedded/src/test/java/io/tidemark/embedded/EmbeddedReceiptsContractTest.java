package io.tidemark.embedded;

import io.tidemark.testkit.contract.ReceiptsContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [ReceiptsContract].
class EmbeddedReceiptsContractTest extends ReceiptsContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
