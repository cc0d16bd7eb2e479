package io.tidemark.embedded;

import io.tidemark.testkit.contract.EventLogReadingContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [EventLogReadingContract].
class EmbeddedEventLogReadingContractTest extends EventLogReadingContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
