package io.tidemark.embedded;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// A home comes to what the naive model comes to, in every detail that it shows, however the work is cut up.
@SeedCount(3)
class EmbeddedAgreementTest {
    @TempDir
    Path directory;
    private int homes;

    @ForEachSeed
    void the_same_arrivals_give_the_same_chain_digests_whatever_the_size_of_batches_and_commits(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, Property.DEFAULT_SIZE), arrivals -> {
            agree(arrivals, new FoldRun.Options(1, 1), seed, 1);
            agree(arrivals, new FoldRun.Options(2, 3), seed, 20);
            agree(arrivals, FoldRun.Options.DEFAULT, seed, 100);
        });
    }

    /// Long enough that several threads share the work.
    @ForEachSeed
    void the_same_arrivals_give_the_same_chain_digests_whatever_the_number_of_threads(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, 1500), arrivals -> {
            agree(arrivals, new FoldRun.Options(1, 64 * 1024), seed, 1500);
            agree(arrivals, new FoldRun.Options(4, 50), seed, 1500);
        });
    }

    private void agree(List<Arrival> arrivals, FoldRun.Options options, long seed, int most) {
        try (EmbeddedInstallation installation = new EmbeddedInstallation(directory.resolve("" + ++homes))) {
            NaiveLedger model = NaiveLedger.of(arrivals);
            // In two sittings, so that the second goes on from what the first left on disk.
            int half = arrivals.size() / 2;
            for (List<Arrival> sitting : List.of(arrivals.subList(0, half), arrivals.subList(half, arrivals.size()))) {
                Stores stores = installation.open(ManualClock.atNewYear());
                try (Business business = new Business(stores, options, seed)) {
                    business.work(sitting, most);
                }
            }
            Business.assertAgrees(installation.open(ManualClock.atNewYear()), model);
        }
    }
}
