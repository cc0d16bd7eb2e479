package io.tidemark.embedded;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.LedgerInvariants;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// The invariants hold for what a home on disk shows of any stream.
@SeedCount(3)
class EmbeddedInvariantsTest extends LedgerInvariants {
    @TempDir
    Path directory;
    private int homes;

    @Override
    protected LedgerContents judge(List<Arrival> arrivals) {
        try (EmbeddedInstallation installation = new EmbeddedInstallation(directory.resolve("" + ++homes))) {
            Stores stores = installation.open(ManualClock.atNewYear());
            try (Business business = new Business(stores, FoldRun.Options.DEFAULT, 1)) {
                business.work(arrivals, arrivals.size());
            }
            return Business.contents(stores);
        }
    }
}
