package io.tidemark.embedded;

import io.tidemark.testkit.contract.ControlItemContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [ControlItemContract].
class EmbeddedControlItemContractTest extends ControlItemContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
