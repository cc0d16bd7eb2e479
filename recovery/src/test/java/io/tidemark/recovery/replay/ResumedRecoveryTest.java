package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryResult.NewLedger;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a killed recovery has written is gone on with where it is for the same, and not where it is for something else.
class ResumedRecoveryTest {
    private static final RecoveryOptions SMALL_COMMITS = new RecoveryOptions(false, new FoldRun.Options(1, 4), 100);
    private static final PlanRequest REBUILD = new PlanRequest(null, null, true, false);
    private static final PlanRequest FROM_NOTHING = PlanRequest.DEFAULT;

    @TempDir
    Path directory;
    private TestHome home = new TestHome(Path.of("unset"), ManualClock.atNewYear());
    private @Nullable LedgerContents expected;

    @BeforeEach
    void loseALedger() {
        home = new TestHome(directory.resolve("home"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        home.put(Payments.incoming(100, 30, 7));
        home.process();
        expected = home.contents();
        home.lose("ledger");
    }

    @AfterEach
    void close() {
        home.close();
    }

    /// @return how many writes it took
    private RecoveryResult recover(PlanRequest request, FaultSchedule schedule) {
        Stores stores = FaultyStores.of(home.stores(), schedule);
        return new Recovery(stores, home.clock()).execute(
                new Planner(stores, home.clock()).plan(request, Progress.NONE),
                SMALL_COMMITS, Progress.NONE);
    }

    private void kill(PlanRequest request, long write) {
        assertThatThrownBy(() -> recover(request, FaultSchedule.crash(Moment.AFTER, write)))
                .isInstanceOf(SimulatedCrash.class);
        home.shut();
    }

    private String unfinished() {
        String newest = home.stores().generations().list().getLast();
        assertThat(newest).isNotEqualTo(home.stores().control().read().generation());
        return newest;
    }

    private void assertRecovered(RecoveryResult result) {
        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        home.process();
        assertThat(home.contents()).isEqualTo(expected);
        home.assertProven();
    }

    @Test
    void a_recovery_from_nothing_goes_on_where_it_was_and_writes_nothing_twice() {
        FaultSchedule whole = FaultSchedule.none();
        RecoveryResult untroubled = recover(FROM_NOTHING, whole);
        home.lose("ledger");
        kill(FROM_NOTHING, 6);
        String left = unfinished();
        FaultSchedule rest = FaultSchedule.none();

        RecoveryResult result = recover(FROM_NOTHING, rest);

        NewLedger ledger = Objects.requireNonNull(result.ledger());
        assertThat(ledger.generation()).isEqualTo(left);
        assertThat(result.course().resumed()).isEqualTo("resumes " + left + " at position 16");
        assertThat(rest.writes()).isEqualTo(whole.writes() - 6);
        assertThat(ledger.stateDigest()).isEqualTo(Objects.requireNonNull(untroubled.ledger()).stateDigest());
        assertThat(result.eventSet()).isEqualTo(untroubled.eventSet());
        assertThat(result.toJson()).contains("\"resumed\": \"resumes " + left);
        assertRecovered(result);
    }

    @Test
    void it_goes_on_to_the_end_of_a_log_that_has_grown() {
        kill(FROM_NOTHING, 6);
        home.put(Payments.incoming(500, 9, 4));

        RecoveryResult result = home.recover(FROM_NOTHING);

        assertThat(result.course().resumed()).contains("at position 16");
        assertThat(Objects.requireNonNull(result.ledger()).position()).isEqualTo(57);
        home.assertProven();
    }

    @Test
    void a_rebuild_goes_on_with_a_rebuild_and_meets_every_snapshot_on_the_way() {
        home.recover(FROM_NOTHING);
        SnapshotManifest snapshot = home.snapshot();
        // Checked keys, a note, and three commits.
        kill(REBUILD, 6);

        RecoveryResult result = home.recover(REBUILD);

        assertThat(result.course().resumed()).isNotNull();
        assertThat(result.proof().snapshotsMet()).containsExactly(snapshot.id());
        assertRecovered(result);
    }

    @Test
    void it_starts_again_for_another_target_and_says_why() {
        kill(FROM_NOTHING, 6);

        RecoveryResult result = home.recover(new PlanRequest(new Target.AtPosition(20), null, false, false));

        assertThat(result.course().resumed()).isNull();
        assertThat(result.course().afresh()).contains("starts again").contains("another target");
        assertThat(home.contents().summary().position()).isEqualTo(20);
        home.assertProven();
    }

    @Test
    void it_starts_again_for_a_rebuild_and_says_why() {
        kill(FROM_NOTHING, 6);

        RecoveryResult result = home.recover(REBUILD);

        assertThat(result.course().afresh()).contains("begun to recover, now it is asked to rebuild");
        assertRecovered(result);
    }

    @Test
    void it_starts_again_from_another_base_and_says_why() {
        home.recover(FROM_NOTHING);
        SnapshotManifest base = home.snapshot();
        home.clock().advance(Duration.ofSeconds(1));
        home.lose("ledger");
        kill(FROM_NOTHING, 4);
        home.snapshots().delete(base.id());

        RecoveryResult result = home.recover(FROM_NOTHING);

        assertThat(result.course().afresh()).contains("begun from snapshot " + base.id())
                .contains("now the base is nothing");
        assertRecovered(result);
    }

    @Test
    void it_starts_again_when_what_is_there_is_not_what_the_events_come_to() {
        kill(FROM_NOTHING, 6);
        String left = unfinished();
        String note;
        try (LedgerStore ledger = home.stores().generations().open(left)) {
            note = ledger.note();
        }
        home.stores().generations().delete(left);
        try (TestHome other = new TestHome(directory.resolve("other"), ManualClock.atNewYear())) {
            other.put(Payments.incoming(1, 5, 2));
        }
        try (LedgerStore ledger = home.stores().generations().create(left)) {
            ledger.writeNote(note);
            ledger.commit(new io.tidemark.core.port.LedgerCommit(1, 3, 1,
                    new io.tidemark.core.port.OutcomeCounts(3, 0, java.util.Map.of()), java.util.List.of(),
                    io.tidemark.core.port.LedgerCommit.WorkingChange.NONE));
        }

        RecoveryResult result = home.recover(FROM_NOTHING);

        assertThat(result.course().afresh()).contains("does not agree with the events");
        assertRecovered(result);
    }

    @Test
    void what_does_not_say_what_it_is_for_is_replaced() {
        home.stores().generations().create("g20990101T000000.000Z").close();

        RecoveryResult result = home.recover(FROM_NOTHING);

        assertThat(result.course().afresh()).contains("g20990101T000000.000Z").contains("does not say");
        assertRecovered(result);
    }
}
