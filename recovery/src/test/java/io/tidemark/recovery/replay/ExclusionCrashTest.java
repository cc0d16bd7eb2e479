package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRefusedException;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.plan.Target;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An exclusion that is cut off leaves the ledger from before, or one that waits for a recovery; and comes to the same in the end.
class ExclusionCrashTest {
    private static final RecoveryOptions SMALL_COMMITS = new RecoveryOptions(false, new FoldRun.Options(1, 16), 100);
    private static final EventKey FIRST = EventKey.of("incoming_payment_000101.event");
    private static final EventKey SECOND = EventKey.of("incoming_payment_000102.event");
    private static final PlanRequest EXCLUDE = PlanRequest.DEFAULT
            .withExclusion(ExclusionRequest.of(List.of(FIRST, SECOND), "ann", "sent twice"));

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

    private static RecoveryResult exclude(TestHome home, FaultSchedule schedule) {
        Stores stores = FaultyStores.of(home.stores(), schedule);
        return new Recovery(stores, home.clock()).execute(
                new Planner(stores, home.clock()).plan(EXCLUDE, Progress.NONE), SMALL_COMMITS,
                Progress.NONE);
    }

    @Test
    void an_exclusion_that_is_killed_at_any_write_is_there_or_due_and_ends_in_the_same_ledger() {
        long writes;
        LedgerContents expected;
        try (TestHome home = home("counted")) {
            FaultSchedule counting = FaultSchedule.none();
            exclude(home, counting);
            expected = home.contents();
            writes = counting.writes();
            assertThat(writes).isGreaterThanOrEqualTo(6);
        }
        for (long write = 1; write <= writes; write++) {
            try (TestHome home = home("" + write)) {
                FaultSchedule schedule = FaultSchedule.crash(Moment.AFTER, write);
                assertThatThrownBy(() -> exclude(home, schedule)).isInstanceOf(SimulatedCrash.class);
                home.shut();
                assertThat(home.stores().log().exclusions()).hasSize(1);
                if (!home.stores().generations().list().isEmpty()
                        && home.plan(PlanRequest.DEFAULT).action() != Plan.Action.NOTHING) {
                    assertThatThrownBy(home::process).isInstanceOf(LedgerUnusableException.class)
                            .hasMessageContaining("tidemark recover");
                }

                RecoveryResult result = home.recover(PlanRequest.DEFAULT);

                assertThat(result.outcome()).as("write %s: %s", write, result.toJson())
                        .isIn(RecoveryResult.Outcome.DONE, RecoveryResult.Outcome.NOTHING_TO_DO);
                home.process();
                assertThat(home.contents()).as("write %s", write).isEqualTo(expected);
            }
        }
    }

    @Test
    void parts_without_their_last_have_no_effect_ever() {
        try (TestHome home = home("parts")) {
            List<Account> before = home.accounts();
            home.stores().log().control(new ControlAction.Exclude(List.of(FIRST), 1, 2), "ann", "cut off");
            home.process();
            assertThat(home.plan(PlanRequest.DEFAULT).action()).isEqualTo(Plan.Action.NOTHING);
            assertThat(home.accounts()).isEqualTo(before);

            home.recover(PlanRequest.DEFAULT.withExclusion(ExclusionRequest.of(List.of(SECOND), "ann", "sent twice")));

            home.assertProven();
            assertThat(home.accounts()).filteredOn(account -> !before.contains(account)).hasSize(1);
        }
    }

    @Test
    void a_snapshot_that_has_excluded_events_is_no_base_but_is_met() {
        try (TestHome home = home("bases")) {
            String early = home.snapshots().ids().getFirst();
            String late = home.snapshot().id();

            Plan plan = home.plan(EXCLUDE);
            RecoveryResult result = home.recover(EXCLUDE);

            assertThat(plan.base().snapshot()).isNotNull().extracting("id").isEqualTo(early);
            assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
            assertThat(result.proof().snapshotsMet()).containsExactlyInAnyOrder(early, late);
            home.lose("ledger");
            assertThatThrownBy(() -> home.plan(new PlanRequest(null, late, false, false)))
                    .isInstanceOf(PlanRefusedException.class).hasMessageContaining("excluded");
            assertThat(home.plan(PlanRequest.DEFAULT).base().reason()).contains("none of the excluded events");
        }
    }

    @Test
    void a_ledger_from_before_an_exclusion_can_still_be_recovered_to_a_moment_before_it() {
        try (TestHome home = home("back")) {
            LedgerContents before = home.contents();
            long position = home.stores().log().lastPosition();
            home.recover(EXCLUDE);

            home.recover(new PlanRequest(new Target.AtPosition(position), null, false, false));

            assertThat(home.contents()).isEqualTo(before);
            home.assertProven();
            var control = home.stores().control().read();
            home.stores().control().update(control, control.withPausedAt(null));
            assertThatThrownBy(home::process).isInstanceOf(LedgerUnusableException.class);
        }
    }
}
