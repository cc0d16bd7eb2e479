package io.tidemark.embedded.ledger;

import io.tidemark.testkit.contract.LedgerStagingContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds ledgers to [LedgerStagingContract] whose commits of 1 and more keys are kept as runs, of which 2 are joined.
class JoinedRunsLedgerStagingContractTest extends LedgerStagingContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return SmallRuns.installation(directory, 1, 2);
    }
}
