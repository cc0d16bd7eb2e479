package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.ControlItem.Provisional;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.recovery.AlteredLedger;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Situation;
import io.tidemark.recovery.replay.RecoveryOptions.Opening;
import io.tidemark.recovery.replay.RecoveryResult.NewLedger;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyReport;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.recovery.receipt.Draft;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;

/// A recovery that opens the new ledger from a snapshot, and fills its history in while business goes on.
class OpenedFirstTest {
    private static final RecoveryOptions FIRST = new RecoveryOptions(true, new FoldRun.Options(1, 4), 100,
            Opening.FIRST);
    private static final int BASE = 18;
    private static final int GAP = 7;

    @TempDir
    Path directory;
    private TestHome home = new TestHome(Path.of("unset"), ManualClock.atNewYear());
    private SnapshotManifest base = new SnapshotManifest("unset", ManualClock.atNewYear().instant(), 0, null, 1,
            Sha256.ZERO, new SnapshotManifest.Contents(0, 0, 0, 0, 0),
            OutcomeCounts.NONE, List.of());
    private int next = 1000;

    @BeforeEach
    void loseALedgerThatHadASnapshot() {
        home = new TestHome(directory.resolve("home"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        home.process();
        base = home.snapshot();
        home.put(Payments.incoming(100, GAP, 4));
        home.process();
        home.lose("ledger");
    }

    @AfterEach
    void close() {
        home.close();
    }

    private RecoveryRun begin() {
        return new Recovery(home.stores(), home.clock()).begin(home.plan(PlanRequest.DEFAULT), FIRST, Progress.NONE);
    }

    /// Puts something new: a payment, and now and then what settles or retries something from before the base.
    private void putSomething() {
        if (next == 1001) {
            home.put(List.of(Payments.verification("d2", "A-002", "5.00")));
        } else if (next == 1003) {
            home.put(List.of(new Arrival.Retry("cash_withdrawal_w1.event")));
        } else if (next == 1004) {
            home.put(List.of(Payments.outgoing("o9", "A-001", "0.25")));
        }
        home.put(Payments.incoming(next++, 1, 5));
    }

    private static RecoveryResult complete(RecoveryRun run, Business business) {
        return Objects.requireNonNull(run.complete(business, Progress.NONE, () -> false));
    }

    @Test
    void it_is_in_force_before_its_history_is_there_and_says_so() {
        home.clock().advance(Duration.ofSeconds(1));

        RecoveryRun run = begin();

        assertThat(run.result()).isNull();
        assertThat(run.course().opened()).isEqualTo(Duration.ZERO);
        ControlItem.State control = home.stores().control().read();
        Provisional owed = Objects.requireNonNull(control.provisional());
        assertThat(owed.base()).isEqualTo(base.id());
        assertThat(owed.baseDigest()).isEqualTo(base.identity());
        assertThat(owed.position()).isEqualTo(BASE + GAP);
        assertThat(ActiveLedger.inspect(home.stores()))
                .isEqualTo(new LedgerCondition.Sound(Objects.requireNonNull(control.generation()), BASE + GAP));
        assertThat(home.contents().summary().historyFrom()).isEqualTo(BASE + 1);
        Plan plan = home.plan(PlanRequest.DEFAULT);
        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.PROVISIONAL);
        assertThat(plan.action()).isEqualTo(Plan.Action.COMPLETE);
        assertThat(plan.work().historyToFill()).isEqualTo(BASE);
        assertThat(plan.summary()).contains("opened from snapshot " + base.id()).contains("while business goes on");
        assertThat(plan.toJson()).contains("\"openedAt\": " + (BASE + GAP));
    }

    @Test
    void events_are_put_and_processed_while_history_is_filled_in_and_all_is_as_if_it_had_never_been_lost() {
        RecoveryRun run = begin();
        RecoveryResult result;
        try (Business business = new Business(home.stores(), this::putSomething, false)) {
            result = complete(run, business);
        }

        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        assertThat(result.proof().baseMet()).isTrue();
        assertThat(result.proof().snapshotsMet()).containsExactly(base.id());
        assertThat(Objects.requireNonNull(result.proof().secondReader()).isProven()).isTrue();
        assertThat(next).isGreaterThan(1005);
        assertThat(home.stores().control().read().provisional()).isNull();
        home.process();
        assertThat(home.contents()).isEqualTo(untroubled());
        home.assertProven();
    }

    /// What a ledger comes to that never failed.
    private LedgerContents untroubled() {
        try (TestHome other = new TestHome(directory.resolve("other"), ManualClock.atNewYear())) {
            int until = next;
            next = 1000;
            other.put(Payments.ofEverything());
            other.put(Payments.incoming(100, GAP, 4));
            TestHome mine = home;
            home = other;
            while (next < until) {
                putSomething();
            }
            home = mine;
            other.process();
            return other.contents();
        }
    }

    @Test
    void what_is_verified_before_the_history_is_there_is_what_is_there() {
        begin();
        try (Business business = new Business(home.stores(), this::putSomething, false)) {
            business.beside(ledger -> ledger);
        }

        VerifyReport report = home.verify();

        assertThat(report.differences().total()).as(report.toJson()).isZero();
        assertThat(report.damage()).isEmpty();
        assertThat(report.isHistoryComplete()).isFalse();
        assertThat(report.isProven()).isFalse();
        assertThat(report.entries()).isGreaterThanOrEqualTo(GAP);
        assertThat(new Verifier(home.stores(), home.clock()).markInDoubt(report)).isFalse();
    }

    @Test
    void a_recovery_that_ended_early_is_completed_by_the_next_to_the_same_digests() {
        RecoveryResult untroubled;
        try (TestHome other = new TestHome(directory.resolve("never-stopped"), ManualClock.atNewYear())) {
            other.put(Payments.ofEverything());
            other.process();
            other.snapshot();
            other.put(Payments.incoming(100, GAP, 4));
            other.process();
            other.lose("ledger");
            untroubled = other.recover(PlanRequest.DEFAULT, FIRST.withOpening(Opening.PROVEN));
        }
        RecoveryRun run = begin();
        int[] writes = {0};
        Runnable killed = () -> {
            putSomething();
            if (++writes[0] == 5) {
                throw new IllegalStateException("killed");
            }
        };
        try (Business business = new Business(home.stores(), killed, false)) {
            assertThatThrownBy(() -> run.complete(business, Progress.NONE, () -> false))
                    .hasMessage("killed");
        }
        home.shut();

        Plan plan = home.plan(PlanRequest.DEFAULT);
        assertThat(plan.action()).isEqualTo(Plan.Action.COMPLETE);
        assertThat(plan.work().historyToFill()).isBetween(1L, BASE - 1L);
        RecoveryResult result = new Recovery(home.stores(), home.clock()).execute(plan, FIRST, Progress.NONE);

        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        assertThat(result.course().resumed()).contains("history filled in up to position");
        assertThat(result.eventSet()).isEqualTo(untroubled.eventSet());
        NewLedger ledger = Objects.requireNonNull(result.ledger());
        NewLedger expected = Objects.requireNonNull(untroubled.ledger());
        assertThat(ledger.stateDigest()).isEqualTo(expected.stateDigest());
        assertThat(ledger.counts()).isEqualTo(expected.counts());
        assertThat(ledger.entries()).isEqualTo(expected.entries());
        assertThat(result.proof().snapshotsMet()).isEqualTo(untroubled.proof().snapshotsMet());
        home.process();
        assertThat(home.contents()).isEqualTo(untroubled());
        home.assertProven();
    }

    @Test
    void a_recovery_that_is_asked_to_end_early_is_completed_by_the_next() {
        RecoveryRun run = begin();
        try (Business business = new Business(home.stores(), this::putSomething, false)) {
            assertThat(run.complete(business, Progress.NONE, () -> true)).isNull();
        }
        assertThat(home.plan(PlanRequest.DEFAULT).action()).isEqualTo(Plan.Action.COMPLETE);

        assertThat(home.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);

        home.assertProven();
    }

    // --- A snapshot that is whole and wrong ---

    /// Account A-001 has 100.00 more in the snapshot than it ever had.
    private void tamperWithTheSnapshot() {
        home.recover(PlanRequest.DEFAULT);
        home.snapshots().delete(base.id());
        home.lose("ledger");
        home.close();
        home = new TestHome(directory.resolve("tampered"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        AlteredLedger.putInForce(home, AlteredLedger.accounts(a -> a.number().equals("A-001")
                ? new Account(a.number(), a.customer(), a.actual() + 10_000, a.available() + 10_000, a.sequence(),
                        a.head(), a.lastKey(), a.lastEpochSecond())
                : a));
        base = home.snapshot();
        home.lose("ledger");
    }

    @Test
    void accounts_that_the_history_does_not_meet_are_named_and_paused_and_the_others_stay_open() {
        tamperWithTheSnapshot();
        // Only the account in the snapshot can afford it: what it touches is wrong as well.
        home.put(List.of(Payments.transfer("t9", "A-001", "A-000", "50.00")));
        home.put(Payments.incoming(100, 4, 4));
        RecoveryRun run = begin();
        RecoveryResult result;
        Set<String> paused;
        try (Business business = new Business(home.stores(), this::putSomething, true)) {
            result = complete(run, business);
            paused = business.paused();
        }

        assertThat(result.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(result.differences().byAccount()).containsKey("A-001");
        assertThat(result.course().differing()).containsExactly("A-000", "A-001");
        assertThat(result.course().paused()).isTrue();
        assertThat(paused).containsExactly("A-000", "A-001");
        assertThat(result.ledger()).isNotNull();
        assertThat(RecoveryReceipt.of(result).members()).containsEntry("outcome",
                Draft.Outcome.DIFFERENT).containsEntry("accountsThatDiffer", 2L)
                .containsEntry("accountsPaused", true);
        Provisional owed = Objects.requireNonNull(home.stores().control().read().provisional());
        assertThat(owed.differing()).isEqualTo(2);
        assertThat(ActiveLedger.inspect(home.stores())).isInstanceOf(LedgerCondition.Sound.class);
        home.put(Payments.incoming(2000, 4, 4));
        home.process();
        Plan plan = home.plan(PlanRequest.DEFAULT);
        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.NOT_MET);
        assertThat(plan.action()).isEqualTo(Plan.Action.REBUILD);
        home.snapshots().delete(base.id());
        assertThat(home.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);
        home.assertProven();
    }

    @Test
    void a_difference_that_is_about_no_account_puts_the_whole_ledger_in_doubt() {
        home.close();
        home = new TestHome(directory.resolve("tampered"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        home.put(List.of(Arrival.put("no_such_type.event", "{}")));
        AlteredLedger.putInForce(home,
                AlteredLedger.working(working -> AlteredLedger.without(working, EventKey.of("no_such_type.event"))));
        home.snapshot();
        home.lose("ledger");
        RecoveryRun run = begin();
        try (Business business = new Business(home.stores(), this::putSomething, true)) {
            assertThat(complete(run, business).outcome()).isEqualTo(Outcome.DIFFERENT);
        }

        assertThat(ActiveLedger.inspect(home.stores())).isInstanceOf(LedgerCondition.Unusable.class);
        assertThat(home.stores().control().read().inDoubt()).contains("no_such_type.event");
    }

    @Test
    void a_pause_that_the_snapshot_does_not_know_of_is_a_difference_of_the_account() {
        home.close();
        home = new TestHome(directory.resolve("paused"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        home.put(List.of(new Arrival.Pause("A-001"), Payments.withdrawal("h1", "A-001", "0.10")));
        AlteredLedger.putInForce(home, AlteredLedger.working(w -> AlteredLedger.with(w, PauseChange.NONE)));
        home.snapshot();
        home.lose("ledger");
        RecoveryRun run = begin();
        RecoveryResult result;
        try (Business business = new Business(home.stores(), () -> {}, true)) {
            result = complete(run, business);
        }

        assertThat(result.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(result.course().differing()).containsExactly("A-001");
        assertThat(home.stores().control().read().inDoubt()).isNull();
    }

    // --- What else may happen meanwhile ---

    @Test
    void nothing_is_discarded_before_the_history_is_met() {
        home.recover(PlanRequest.DEFAULT);
        String before = Objects.requireNonNull(home.stores().control().read().generation());
        RecoveryRun run = new Recovery(home.stores(), home.clock())
                .begin(home.plan(new PlanRequest(null, base.id(), false, false)), FIRST, Progress.NONE);
        Recovery recovery = new Recovery(home.stores(), home.clock());

        assertThat(Objects.requireNonNull(home.stores().control().read().provisional()).previous()).isEqualTo(before);
        assertThat(recovery.discard()).isEmpty();
        assertThat(home.stores().generations().list()).contains(before);
        try (Business business = new Business(home.stores(), () -> {}, false)) {
            complete(run, business);
        }
        assertThat(recovery.discard()).containsExactly(before);
        home.assertProven();
    }

    @Test
    void a_base_that_is_gone_meanwhile_has_the_recovery_start_again() {
        begin();
        home.snapshots().delete(base.id());

        Plan plan = home.plan(PlanRequest.DEFAULT);

        assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
        assertThat(plan.base().snapshot()).isNull();
        assertThat(plan.summary()).contains("opened from snapshot " + base.id());
        assertThat(home.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);
        home.process();
        home.assertProven();
    }

    @Test
    void a_ledger_whose_debt_another_program_has_forgotten_is_recovered_again() {
        begin();
        ControlItem.State control = home.stores().control().read();
        home.stores().control().update(control, control.withProvisional(null));

        Plan plan = home.plan(PlanRequest.DEFAULT);

        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.PROVISIONAL);
        assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
        assertThat(plan.summary()).containsIgnoringCase("nothing says which snapshot");
        assertThat(home.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);
        home.assertProven();
    }

    @Test
    void rejected_attempts_of_the_time_before_the_base_stay_in_their_bucket_while_it_has_no_history() {
        begin();
        List<Long> rejected = rejectedPositions();
        assertThat(rejected).isNotEmpty();
        home.process();

        assertThat(rejectedPositions()).isEqualTo(rejected);
    }

    private List<Long> rejectedPositions() {
        List<Long> positions = new ArrayList<>();
        try (Cursor<Long> cursor = home.stores().buckets().positions(Bucket.REJECTED, 0)) {
            for (Long at = cursor.next(); at != null; at = cursor.next()) {
                positions.add(at);
            }
        }
        return positions;
    }
}
