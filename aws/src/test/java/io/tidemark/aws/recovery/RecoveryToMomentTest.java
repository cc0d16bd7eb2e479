package io.tidemark.aws.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookGenerations.WentBack;
import io.tidemark.core.port.Bucket;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRefusedException;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recoveries to a moment on AWS, and going forward from there.
class RecoveryToMomentTest {
    private static final String OPENS = "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"50.00\","
            + "\"SourceInstitution\":\"B\",\"SourceAccount\":\"X\"}";
    private static final String WITHDRAWS = "{\"EventTimeStamp\":2,\"SourceAccount\":\"A\",\"Amount\":\"60.00\"}";
    private static final String DEPOSIT = "{\"EventTimeStamp\":3,\"TargetAccount\":\"A\",\"Amount\":\"20.00\","
            + "\"LocationType\":\"atm\",\"Reference\":\"r\",\"Verified\":false}";
    private static final String VERIFIES = "{\"EventTimeStamp\":4,\"TargetAccount\":\"A\",\"Amount\":\"20.00\","
            + "\"VerifiedByEmployeeId\":\"e\",\"FinalFinding\":\"ok\"}";

    private final Path scratch;
    private final RecoverableAws aws;

    RecoveryToMomentTest(@TempDir Path scratch) {
        this.scratch = scratch;
        aws = new RecoverableAws(scratch);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static Arrival pays(String id) {
        return Arrival.put("incoming_payment_" + id + ".event", OPENS);
    }

    private static Arrival withdraws(String id) {
        return Arrival.put("cash_withdrawal_" + id + ".event", WITHDRAWS);
    }

    private AttemptId put(String key, String body) {
        return aws.put(key + ".event", body.getBytes(UTF_8));
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static PlanRequest to(Instant moment) {
        return new PlanRequest(new Target.AtTime(micros(moment)), null, false, false);
    }

    private RecoveryResult goTo(Instant moment) {
        RecoveryResult result = aws.recover(to(moment));
        assertThat(result.differences().first()).isEmpty();
        assertThat(result.damage()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        return result;
    }

    private void assertProven() {
        assertThat(aws.verify().differences().first()).isEmpty();
    }

    private KeyStanding standing(String key) {
        return aws.eventwise().book().key(EventKey.of(key + ".event")).standing();
    }

    private static String naive(List<Arrival> arrivals) {
        return NaiveLedger.of(arrivals).stateDigest();
    }

    @Test
    void exactly_what_had_arrived_by_then_is_in_effect_at_between_and_beside_events() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2"), pays("3"));
        aws.process(all);
        // The moments are those at which each was done, and the next one was put a millisecond later.
        Instant third = aws.moments().get(2);
        Instant fourth = aws.moments().get(2).plusMillis(1);

        RecoveryResult result = goTo(fourth.minusNanos(1000));
        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 3)))
                .isEqualTo(Embedded.at(scratch.resolve("third"), all, 3));
        assertThat(result.plan().goal().position()).isEqualTo(3);
        assertThat(aws.stores().control().read().pausedAt()).isEqualTo(micros(fourth) - 1);
        goTo(third);
        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 3)));
        goTo(fourth);
        assertProven();
        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 4)));
        assertThat(standing("incoming_payment_3")).isEqualTo(KeyStanding.NEW);
        goTo(aws.moments().getFirst().minusMillis(5));
        assertThat(aws.stateDigest()).isEqualTo(naive(List.of()));

        assertThat(aws.forward().routed()).isEqualTo(5);
        assertThat(aws.work()).hasSize(5);
        assertThat(aws.stateDigest()).isEqualTo(naive(all))
                .isEqualTo(Embedded.forward(scratch.resolve("forward"), all, 0));
        assertProven();
        assertThat(aws.plan(to(aws.now())).action()).as("it is there already").isEqualTo(Plan.Action.NOTHING);
    }

    @Test
    void a_plan_says_what_it_will_leave_and_which_base_it_takes() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2"));
        aws.process(all.subList(0, 2));
        String before = aws.snapshot();
        aws.pass(1);
        Instant moment = aws.now();
        aws.pass(1);
        aws.process(all.subList(2, 4));
        String after = aws.snapshot();

        Plan plan = aws.plan(to(moment));

        assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
        assertThat(plan.goal()).isEqualTo(new Plan.Goal(2, 2L, new Plan.Moment(micros(moment), 2, 0)));
        assertThat(plan.summary()).contains("as of " + moment, "2 attempts that arrived later are left undecided");
        SnapshotManifest base = plan.base().snapshot();
        assertThat(base == null ? "none" : base.id()).isEqualTo(before);
        assertThat(plan.base().passedOver()).extracting(Plan.PassedOver::id).containsExactly(after);
        assertThat(plan.range().lastPosition()).as("the restorable range").isEqualTo(4);
        assertThatThrownBy(() -> aws.plan(new PlanRequest(new Target.AtPosition(2), null, false, false)))
                .isInstanceOf(PlanRefusedException.class).hasMessageContaining("no positions");
        assertThat(goTo(moment).proof().snapshotsMet()).containsExactly(before);
    }

    @Test
    void while_paused_nothing_is_judged_and_all_that_comes_goes_forward_in_the_order_of_its_arrival() {
        List<Arrival> all = new ArrayList<>(List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2")));
        aws.process(all);
        goTo(aws.moments().getFirst());
        AttemptId more = put("cash_withdrawal_3", WITHDRAWS);
        all.add(withdraws("3"));
        aws.tell(more);

        assertThat(aws.work()).isEmpty();

        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 1)));
        assertThat(aws.eventwise().queue().take(10)).as("nothing waits in the queue").isEmpty();
        assertProven();
        assertThat(aws.verify().warnings()).anyMatch(warning -> warning.contains("3 attempts are undecided"));
        assertThat(aws.forward().routed()).isEqualTo(4);
        assertThat(aws.forward().pausedAt()).isNull();
        assertThat(aws.work()).extracting(verdict -> verdict.attempt().key().text()).containsExactly(
                "cash_withdrawal_1.event", "incoming_payment_2.event", "cash_withdrawal_2.event",
                "cash_withdrawal_3.event");
        assertThat(aws.stateDigest()).isEqualTo(naive(all));
        assertProven();
    }

    @Test
    void what_has_no_outcome_again_is_archived_when_it_is_decided_though_it_left_the_bucket_before() {
        List<Arrival> all = List.of(pays("1"), pays("2"), withdraws("1"));
        aws.process(all.subList(0, 1));
        AttemptId payment = put("incoming_payment_2", OPENS);
        AttemptId withdrawal = put("cash_withdrawal_1", WITHDRAWS);
        assertThat(aws.judge(withdrawal).kind()).isEqualTo(Verdict.Kind.REJECTED);
        aws.judge(payment);
        aws.expire(all);
        assertThat(aws.eventwise().attempts().kept(withdrawal.key(), Bucket.ARCHIVE)).isNull();
        goTo(aws.moments().getFirst());
        aws.forward();
        assertThat(aws.work()).extracting(Verdict::kind).containsOnly(Verdict.Kind.ACCEPTED);

        assertThat(aws.eventwise().attempts().kept(withdrawal.key(), Bucket.ARCHIVE)).isEqualTo(withdrawal);

        assertProven();
        aws.lose(aws.tables().accounts());
        aws.lose(aws.tables().objects());
        assertThat(aws.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);
        assertThat(aws.stateDigest()).as("whatever the copy among the rejected tells").isEqualTo(naive(all));
    }

    @Test
    void with_both_tables_lost_buckets_tell_of_what_had_arrived() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2"), pays("3"));
        aws.process(all);
        aws.expire(all.subList(0, 4));
        aws.loseBoth();

        goTo(aws.moments().get(2));

        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 3)));
        aws.forward();
        aws.work();
        assertThat(aws.stateDigest()).isEqualTo(naive(all));
    }

    @Test
    void with_the_index_lost_entries_and_copies_tell_when_it_arrived() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2"));
        aws.process(all);
        aws.expire(all);
        aws.lose(aws.installation().tables().objects());

        goTo(aws.moments().get(2));

        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 3)));
    }

    @Test
    void from_a_backup_the_recorded_order_counts_and_what_arrived_later_is_left_out() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2"));
        aws.process(all);
        String backup = aws.stores().backups().create(null).id();
        aws.expire(all);
        aws.loseBoth();

        RecoveryResult result = goTo(aws.moments().get(2));

        assertThat(result.plan().base().backup()).isEqualTo(backup);
        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 3)));
    }

    @Test
    void where_deliveries_crossed_the_entries_that_count_close_up() {
        aws.process(List.of(pays("1")));
        AttemptId first = put("incoming_payment_2", OPENS);
        Instant between = aws.now();
        AttemptId second = put("incoming_payment_3", OPENS);
        AttemptId third = put("cash_withdrawal_1", WITHDRAWS.replace("60.00", "600.00"));
        aws.judge(second);
        aws.judge(third);
        aws.judge(first);
        aws.pass(1);
        String snapshot = aws.snapshot();
        aws.pass(1);
        assertThat(aws.eventwise().book().entries("A", 3, 3)).isNotEmpty();

        assertThat(goTo(between).proof().snapshotsMet()).isEmpty();

        assertThat(aws.stateDigest()).isEqualTo(naive(List.of(pays("1"), pays("2"))));
        aws.forward();
        aws.work();
        assertThat(aws.stateDigest()).isEqualTo(naive(List.of(pays("1"), pays("2"), pays("3"))));
        aws.pass(1);
        String other = aws.snapshot();
        // The first snapshot has them in the order in which they were decided before.
        assertProven();
        assertThat(aws.verify().snapshotsMet()).containsExactly(other).doesNotContain(snapshot);
    }

    @Test
    void an_outcome_that_rests_on_what_arrived_later_is_named_and_nothing_is_put_in_force() {
        aws.process(List.of(pays("1")));
        AttemptId first = put("cash_withdrawal_1", WITHDRAWS);
        Instant between = aws.now();
        aws.judge(put("incoming_payment_2", OPENS));
        assertThat(aws.judge(first).kind()).isEqualTo(Verdict.Kind.ACCEPTED);

        RecoveryResult result = aws.recover(to(between));

        assertThat(result.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(result.differences().first())
                .anyMatch(difference -> "cash_withdrawal_1.event".equals(difference.key()));
        assertThat(aws.stores().control().read().generation()).isNull();
        assertThat(aws.stores().control().read().pausedAt()).isNull();
        assertThat(aws.stores().generations().list()).isEmpty();
        assertThat(aws.stores().generations().wentBack()).isEmpty();
        assertProven();
    }

    @Test
    void a_follow_up_whose_original_arrived_later_waits() {
        aws.process(List.of(pays("1")));
        AttemptId waited = put("verify_cash_deposit_1", VERIFIES);
        AttemptId behind = put("verify_cash_deposit_2", VERIFIES);
        Instant between = aws.now();
        aws.judge(waited);
        aws.judge(put("cash_deposit_1", DEPOSIT));
        aws.judge(put("cash_deposit_2", DEPOSIT));
        assertThat(aws.judge(behind).kind()).isEqualTo(Verdict.Kind.ACCEPTED);
        assertThat(standing("verify_cash_deposit_1")).isEqualTo(KeyStanding.ACCEPTED);

        RecoveryResult result = goTo(between);

        assertThat(standing("verify_cash_deposit_1")).isEqualTo(KeyStanding.WAITING);
        assertThat(standing("verify_cash_deposit_2")).isEqualTo(KeyStanding.WAITING);
        assertThat(Objects.requireNonNull(result.decided()).afresh()).containsExactly(behind.toString());
        aws.forward();
        aws.work();
        assertThat(aws.stateDigest()).isEqualTo(naive(List.of(pays("1"),
                Arrival.put("verify_cash_deposit_1.event", VERIFIES),
                Arrival.put("verify_cash_deposit_2.event", VERIFIES), Arrival.put("cash_deposit_1.event", DEPOSIT),
                Arrival.put("cash_deposit_2.event", DEPOSIT))));
        assertProven();
    }

    @Test
    void equal_bytes_arrived_when_the_first_of_them_did_and_decisions_count_when_they_were_taken() {
        aws.process(List.of(pays("1"), withdraws("1")));
        AttemptId first = put("incoming_payment_2", OPENS);
        Instant between = aws.now();
        AttemptId second = put("incoming_payment_2", OPENS);
        assertThat(aws.judge(second).kind()).isEqualTo(Verdict.Kind.ACCEPTED);
        assertThat(aws.judge(first).kind()).isEqualTo(Verdict.Kind.DUPLICATE);
        assertThat(new Judge(aws.eventwise().book(), aws.eventwise().attempts())
                .retry(EventKey.of("cash_withdrawal_1.event"), "someone: covered by now").kind())
                .isEqualTo(Verdict.Kind.ACCEPTED);

        RecoveryResult result = goTo(between);

        assertThat(aws.stateDigest()).isEqualTo(naive(List.of(pays("1"), withdraws("1"), pays("2"))));
        assertThat(standing("cash_withdrawal_1")).isEqualTo(KeyStanding.REJECTED);
        assertThat(result.plan().goal().moment()).isEqualTo(new Plan.Moment(micros(between), 0, 1));
        assertThat(Objects.requireNonNull(result.decided()).warnings())
                .anyMatch(warning -> warning.contains("cash_withdrawal_1.event: retry by someone: covered by now"));
        assertThat(aws.forward().pausedAt()).isEqualTo(micros(between));
    }

    @Test
    void a_plain_recovery_stays_at_the_moment_and_one_to_another_moment_goes_there() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"), withdraws("2"), pays("3"));
        aws.process(all);
        goTo(aws.moments().get(1));
        assertThat(aws.plan(PlanRequest.DEFAULT).action()).isEqualTo(Plan.Action.NOTHING);
        aws.lose(aws.tables().accounts());

        assertThat(aws.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);
        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 2)));
        assertThat(aws.stores().control().read().pausedAt()).isEqualTo(micros(aws.moments().get(1)));
        goTo(aws.moments().get(3));
        assertThat(aws.stateDigest()).isEqualTo(naive(all.subList(0, 4)));
        aws.forward();
        // Not judged yet, and decided by the recovery, whatever copies of the time before tell.
        assertThat(aws.recover(new PlanRequest(null, null, true, false)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(aws.stateDigest()).isEqualTo(naive(all));
        assertThat(aws.stores().control().read().pausedAt()).isNull();
        assertThat(aws.work()).allMatch(Verdict::again);
    }

    @Test
    void killed_half_way_it_can_be_run_again_and_so_can_going_forward() {
        List<Arrival> all = List.of(pays("1"), withdraws("1"), pays("2"));
        aws.process(all);
        Instant moment = aws.moments().getFirst();
        for (String operation : List.of("BatchWriteItem", "PutItem")) {
            assertThatThrownBy(() -> aws.recover(to(moment), new Killed(operation))).isInstanceOf(Killed.Death.class);
            assertThat(aws.stores().control().read().generation()).isNull();
        }
        String begun = aws.stores().generations().list().getFirst();
        aws.stores().generations().note(new WentBack(begun, null, micros(moment), micros(aws.now())));
        assertThat(aws.recover(new PlanRequest(null, null, true, false)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(aws.stores().control().read().generation()).as("it goes on with what was begun").isEqualTo(begun);
        assertThat(aws.stores().generations().wentBack()).as("and goes to the end").isEmpty();
        goTo(moment);
        assertThat(aws.stores().generations().wentBack()).hasSize(1);
        assertThatThrownBy(() -> aws.forward(new Killed("PutItem"))).isInstanceOf(Killed.Death.class);
        assertThat(aws.stores().control().read().pausedAt()).isEqualTo(micros(moment));
        aws.stores().pauses().pauseEverything(false);

        assertThat(aws.forward().pausedAt()).isEqualTo(micros(moment));

        aws.work();
        assertThat(aws.stateDigest()).isEqualTo(naive(all));
        assertProven();
    }
}
