package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryOptions.Opening;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A recovery that is killed at any of its writes leaves a home that the next one brings to the same ledger.
class RecoveryCrashTest {
    private static final RecoveryOptions SMALL_COMMITS = new RecoveryOptions(false, new FoldRun.Options(1, 6), 100);

    @TempDir
    Path directory;

    private TestHome home(String name) {
        TestHome home = new TestHome(directory.resolve(name), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        home.process();
        home.snapshot();
        home.put(Payments.incoming(100, 8, 4));
        home.process();
        return home;
    }

    private static RecoveryResult recover(TestHome home, PlanRequest request, FaultSchedule schedule) {
        return recover(home, request, schedule, Opening.PROVEN);
    }

    private static RecoveryResult recover(TestHome home, PlanRequest request, FaultSchedule schedule,
            Opening opening) {
        Stores stores = FaultyStores.of(home.stores(), schedule);
        return new Recovery(stores, home.clock()).execute(
                new Planner(stores, home.clock()).plan(request, Progress.NONE),
                SMALL_COMMITS.withOpening(opening), Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"BEFORE,PROVEN", "AFTER,PROVEN", "BEFORE,FIRST", "AFTER,FIRST"})
    void a_lost_ledger_is_recovered_to_the_same_digests_whenever_the_recovery_before_was_killed(Moment moment,
            Opening opening) {
        long writes;
        LedgerContents expected;
        RecoveryResult untroubled;
        try (TestHome home = home("counted")) {
            expected = home.contents();
            home.lose("ledger");
            FaultSchedule counting = FaultSchedule.none();
            untroubled = recover(home, PlanRequest.DEFAULT, counting, opening);
            writes = counting.writes();
            assertThat(writes).isGreaterThanOrEqualTo(10);
        }
        int resumed = 0;
        for (long write = 1; write <= writes; write++) {
            try (TestHome home = home(moment + "-" + write)) {
                home.lose("ledger");
                FaultSchedule schedule = FaultSchedule.crash(moment, write);
                assertThatThrownBy(() -> recover(home, PlanRequest.DEFAULT, schedule, opening))
                        .isInstanceOf(SimulatedCrash.class);
                home.shut();

                RecoveryResult result = home.recover(PlanRequest.DEFAULT);

                assertThat(result.outcome()).as("%s write %s: %s", moment, write, result.toJson())
                        .isIn(RecoveryResult.Outcome.DONE, RecoveryResult.Outcome.NOTHING_TO_DO);
                if (result.outcome() == RecoveryResult.Outcome.DONE) {
                    assertSameDigests(result, untroubled);
                    resumed += result.course().resumed() == null ? 0 : 1;
                }
                home.process();
                assertThat(home.contents()).as("%s write %s", moment, write).isEqualTo(expected);
                home.assertProven();
            }
        }
        assertThat(resumed).as("of %s recoveries that were killed", writes).isGreaterThan((int) writes / 2);
    }

    private static void assertSameDigests(RecoveryResult result, RecoveryResult untroubled) {
        assertThat(result.eventSet()).isNotNull().isEqualTo(untroubled.eventSet());
        assertThat(result.proof().snapshotsMet()).isEqualTo(untroubled.proof().snapshotsMet());
        RecoveryResult.NewLedger ledger = Objects.requireNonNull(result.ledger());
        RecoveryResult.NewLedger expected = Objects.requireNonNull(untroubled.ledger());
        assertThat(ledger.stateDigest()).isEqualTo(expected.stateDigest());
        assertThat(ledger.counts()).isEqualTo(expected.counts());
        assertThat(ledger.accounts()).isEqualTo(expected.accounts());
        assertThat(ledger.entries()).isEqualTo(expected.entries());
    }

    /// A crash between the cut-over and the buckets: what the ledger from before had rejected later is new again.
    @Test
    void buckets_are_brought_up_to_a_ledger_that_went_back_in_time_when_it_is_opened_again() {
        try (TestHome home = home("buckets")) {
            PlanRequest back = new PlanRequest(new Target.AtPosition(9), null, false, false);
            FaultSchedule counting = FaultSchedule.none();
            recover(home, back, counting);
            home.recover(new PlanRequest(new Target.AtPosition(26), null, false, false));
            new Recovery(home.stores(), home.clock()).discard();
            // The last write is that of the buckets, before it comes the cut-over.
            FaultSchedule schedule = FaultSchedule.crash(Moment.BEFORE, counting.writes());
            assertThatThrownBy(() -> recover(home, back, schedule)).isInstanceOf(SimulatedCrash.class);
            home.shut();

            assertThat(home.contents().summary().position()).isEqualTo(9);
            assertThat(home.stores().buckets().bucketOf(12)).isEqualTo(Bucket.REJECTED);
            home.assertProven();
            assertThatThrownBy(home::process).isInstanceOf(PausedException.class);
            assertThat(home.stores().buckets().bucketOf(12)).isEqualTo(Bucket.NEW);
            home.assertProven();
        }
    }

    @Test
    void a_failure_of_storage_leaves_one_ledger_or_the_other_in_force() {
        try (TestHome home = home("failing")) {
            LedgerContents before = home.contents();
            PlanRequest back = new PlanRequest(new Target.AtPosition(9), null, false, false);
            FaultSchedule counting = FaultSchedule.none();
            recover(home, back, counting);
            LedgerContents after = home.contents();
            home.recover(new PlanRequest(new Target.AtPosition(26), null, false, false));
            for (long write = 1; write <= counting.writes(); write++) {
                FaultSchedule schedule = FaultSchedule.failure(StorageException.Kind.FULL, Moment.BEFORE, write);
                boolean cutOver = write == counting.writes();

                assertThatThrownBy(() -> recover(home, back, schedule)).isInstanceOf(StorageException.class);

                assertThat(home.contents()).as("write %s", write).isEqualTo(cutOver ? after : before);
                home.assertProven();
            }
        }
    }
}
