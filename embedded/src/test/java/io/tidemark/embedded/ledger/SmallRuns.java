package io.tidemark.embedded.ledger;

import io.tidemark.embedded.EmbeddedInstallation;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Installations whose ledgers keep even the smallest commits as runs, and join them into the state table all the time.
final class SmallRuns {
    private static final Engine ENGINE = new Engine(1 << 20);

    private SmallRuns() {}

    /// An installation in which a commit of so many keys is kept as a run, and so many runs are joined.
    static TestInstallation installation(Path directory, int runLength, int settleRuns) {
        StoredLedger.Sizing sizing = new StoredLedger.Sizing(runLength, settleRuns, 1L << 40, 200);
        return new EmbeddedInstallation(directory,
                (home, _) -> new StoredGenerations(home.resolve("ledger"), "a-home", true,
                        ENGINE, _ -> {}, sizing),
                ENGINE::syncs);
    }
}
