package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recovery.TestHome;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

@SeedCount(25)
class RefoldTest {
    @TempDir
    Path directory;
    private int homes;

    @ForEachSeed
    void a_ledger_that_was_made_by_the_rules_is_proven(long seed) {
        Property.holds(seed, 150, arrivals -> proves(arrivals, false));
    }

    @ForEachSeed
    void a_ledger_is_proven_against_snapshots_on_the_way(long seed) {
        Property.holds(seed, 40, arrivals -> proves(arrivals, true));
    }

    private void proves(List<Arrival> arrivals, boolean withSnapshots) {
        NaiveLedger model = NaiveLedger.of(arrivals);
        try (TestHome home = new TestHome(directory.resolve("" + ++homes), ManualClock.atNewYear())) {
            int step = withSnapshots ? 10 : Math.max(1, arrivals.size());
            int snapshots = 0;
            for (int from = 0; from < arrivals.size(); from += step) {
                home.put(arrivals.subList(from, Math.min(arrivals.size(), from + step)));
                home.process();
                if (withSnapshots) {
                    home.snapshot();
                    snapshots++;
                }
            }
            home.process();
            VerifyReport report = home.verify();

            assertThat(report.isProven()).as(report.toJson()).isTrue();
            assertThat(report.stateDigest().toString()).isEqualTo(model.stateDigest());
            assertThat(report.position()).isEqualTo(model.position());
            assertThat(report.records()).isEqualTo(model.position());
            assertThat(report.snapshotsMet()).hasSize(snapshots);
            assertThat(report.entries())
                    .isEqualTo(model.judgements().stream().mapToLong(judgement -> judgement.entries().size()).sum());
        }
    }
}
