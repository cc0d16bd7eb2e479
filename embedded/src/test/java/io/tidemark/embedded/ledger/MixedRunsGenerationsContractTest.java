package io.tidemark.embedded.ledger;

import io.tidemark.testkit.contract.GenerationsContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds ledgers to [GenerationsContract] whose commits of 2 and more keys are kept as runs, of which 2 are joined.
class MixedRunsGenerationsContractTest extends GenerationsContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return SmallRuns.installation(directory, 2, 2);
    }
}
