package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SeedCount(15)
class RefoldTest {
    @TempDir
    Path directory;
    private int homes;

    @ForEachSeed
    void a_ledger_that_was_made_by_the_rules_is_proven(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, 150), arrivals -> proves(arrivals, false));
    }

    @ForEachSeed
    void a_ledger_is_proven_against_snapshots_on_the_way(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, 40), arrivals -> proves(arrivals, true));
    }

    @Test
    void long_account_numbers_and_keys_are_told_apart() {
        String account = "DE02120300000000202051-number-0001";
        String other = "DE02120300000000202051-number-0002";
        String id = "0123456789-0123456789-0123456789-0123456789-0123456789-012345";
        proves(List.of(Payments.deposit("d1", account, "7.00"), Payments.deposit(id + "1", account, "9.00"),
                Payments.deposit(id + "2", other, "1.00"), Payments.verification(id + "1", account, "9.00"),
                Payments.verification(id + "2", other, "1.00"), Payments.transfer(id + "1", account, other, "2.50"),
                Payments.transfer("t2", other, other, "1.00"), Payments.transfer("t3", "none", "none", "1.00"),
                Payments.outgoing(id + "3", other, "0.50"), Payments.paid(id + "3"), Payments.paid(id + "4"),
                Payments.withdrawal("w1", account, "0.50")), true);
    }

    @Test
    void the_fold_alone_comes_to_the_state_of_the_events() {
        List<Arrival> arrivals = Payments.ofEverything();
        NaiveLedger model = NaiveLedger.of(arrivals);
        try (TestHome home = new TestHome(directory.resolve("home"), ManualClock.atNewYear())) {
            home.put(arrivals);

            Verifier.Refolded refolded = new Verifier(home.stores(), home.clock()).refold(model.position(),
                    VerifyOptions.DEFAULT, Progress.NONE);

            assertThat(refolded.records()).isEqualTo(model.position());
            assertThat(refolded.accounts()).isEqualTo(3);
            assertThat(refolded.stateDigest().toString()).isEqualTo(model.stateDigest());
        }
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
