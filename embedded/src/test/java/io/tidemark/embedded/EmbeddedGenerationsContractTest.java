package io.tidemark.embedded;

import io.tidemark.testkit.contract.GenerationsContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [GenerationsContract].
class EmbeddedGenerationsContractTest extends GenerationsContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
