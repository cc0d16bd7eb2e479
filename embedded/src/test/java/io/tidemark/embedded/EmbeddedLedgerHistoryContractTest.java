package io.tidemark.embedded;

import io.tidemark.testkit.contract.LedgerHistoryContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [LedgerHistoryContract].
class EmbeddedLedgerHistoryContractTest extends LedgerHistoryContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
