package io.tidemark.embedded;

import io.tidemark.testkit.contract.LedgerStagingContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [LedgerStagingContract].
class EmbeddedLedgerStagingContractTest extends LedgerStagingContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
