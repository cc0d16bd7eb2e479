package io.tidemark.embedded;

import io.tidemark.testkit.contract.EventLogContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [EventLogContract].
class EmbeddedEventLogContractTest extends EventLogContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
