package io.tidemark.aws.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.Cursor;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Selection;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.testkit.generate.ExclusionStream;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is excluded on AWS has no effect any more, as in a home, and does not come back.
class ExcludingFromTablesTest {
    private final RecoverableAws aws;

    ExcludingFromTablesTest(@TempDir Path scratch) {
        aws = new RecoverableAws(scratch);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static Arrival sent(String source, String key, String members) {
        return new Arrival.Put(key, ("{\"EventTimeStamp\":1," + members + "}").getBytes(UTF_8), source);
    }

    private static String incoming(String account, int euros) {
        return "\"TargetAccount\":\"" + account + "\",\"Amount\":\"" + euros
                + ".00\",\"SourceInstitution\":\"B\",\"SourceAccount\":\"X\"";
    }

    private static String on(String account, int euros) {
        return "\"SourceAccount\":\"" + account + "\",\"Amount\":\"" + euros + ".00\"";
    }

    private static String into(String account, int euros) {
        return "\"TargetAccount\":\"" + account + "\",\"Amount\":\"" + euros + ".00\"";
    }

    private static String outgoing(String account, int euros) {
        return on(account, euros) + ",\"TargetInstitution\":\"B\",\"TargetAccount\":\"Y\"";
    }

    /// Five accounts in a day; for two hours of it the channel `batch` sends wrong events, on three of them. One account comes below zero
    /// without them, and on another a withdrawal was refused that would pass.
    private static List<Arrival> day() {
        return List.of(sent("branch", "incoming_payment_A.event", incoming("A", 100)),
                sent("branch", "incoming_payment_B.event", incoming("B", 10)),
                sent("branch", "incoming_payment_C.event", incoming("C", 100)),
                sent("branch", "incoming_payment_D.event", incoming("D", 100)),
                sent("branch", "incoming_payment_E.event", incoming("E", 100)),
                sent("batch", "inter_account_transfer_1.event",
                        "\"SourceAccount\":\"A\",\"TargetAccount\":\"B\",\"Amount\":\"60.00\""),
                sent("branch", "cash_withdrawal_1.event", on("A", 50)),
                sent("branch", "cash_withdrawal_2.event", on("B", 30)),
                sent("batch", "outgoing_payment_unverified_1.event", outgoing("C", 20)),
                sent("branch", "outgoing_payment_rejected_1.event",
                        "\"Reason\":\"no\",\"RejectedAmount\":\"5.00\""),
                sent("branch", "cash_deposit_1.event", into("C", 7)),
                sent("batch", "verify_cash_deposit_1.event", into("C", 7)),
                sent("batch", "verify_cash_deposit_9.event", into("C", 9)),
                sent("branch", "inter_account_transfer_2.event",
                        "\"SourceAccount\":\"D\",\"TargetAccount\":\"E\",\"Amount\":\"1.00\""));
    }

    private static final List<String> WRONG = List.of("inter_account_transfer_1.event",
            "outgoing_payment_unverified_1.event", "verify_cash_deposit_1.event", "verify_cash_deposit_9.event");

    private static final PlanRequest TAKE_OUT_BATCH = PlanRequest.DEFAULT.withExclusion(ExclusionRequest.of(
            new Selection(Set.of(), Set.of(), Set.of("batch"), 1L, Long.MAX_VALUE), "someone", "sent wrong"));

    private static List<Arrival> after(List<Arrival> day, Arrival... more) {
        List<Arrival> all = new ArrayList<>(day);
        all.add(new Arrival.Exclude(WRONG));
        all.addAll(List.of(more));
        return all;
    }

    private Map<String, Account> accounts() {
        Map<String, Account> accounts = new TreeMap<>();
        try (Cursor<Account> cursor = aws.eventwise().book().accounts()) {
            for (Account account = cursor.next(); account != null; account = cursor.next()) {
                accounts.put(account.number(), account);
            }
        }
        return accounts;
    }

    private static void assertDone(RecoveryResult result) {
        assertThat(result.differences().first()).isEmpty();
        assertThat(result.damage()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
    }

    private Exclusion planned() {
        Plan plan = aws.plan(TAKE_OUT_BATCH);
        assertThat(plan.summary()).startsWith("Exclude 4 events on 3 accounts, end 1 wait. Recover: ");
        Exclusion exclusion = Objects.requireNonNull(plan.exclusion());
        assertThat(exclusion.keys()).extracting(EventKey::text).containsExactlyInAnyOrderElementsOf(WRONG);
        assertThat(exclusion.waitsEnded()).extracting(EventKey::text).containsExactly("verify_cash_deposit_9.event");
        assertThat(exclusion.events()).filteredOn(Exclusion.TakenOut::pulled).extracting(event -> event.key().text())
                .containsExactly("outgoing_payment_rejected_1.event");
        assertThat(exclusion.shortfalls()).extracting(Exclusion.Touched::number).containsExactly("B");
        assertThat(exclusion.candidates()).extracting(candidate -> candidate.key().text())
                .containsExactly("cash_withdrawal_1.event");
        return exclusion;
    }

    private void assertAsPlanned(Exclusion exclusion, Map<String, Account> before) {
        Map<String, Account> now = accounts();
        for (Exclusion.Touched touched : exclusion.accounts()) {
            Account then = Objects.requireNonNull(before.remove(touched.number()));
            Account since = Objects.requireNonNull(now.remove(touched.number()));
            assertThat(List.of(then.actual(), then.available(), since.actual(), since.available()))
                    .as(touched.number()).containsExactly(touched.actualBefore(), touched.availableBefore(),
                            touched.actualAfter(), touched.availableAfter());
            assertThat(since.head()).isNotEqualTo(then.head());
        }
        assertThat(now).isEqualTo(before).containsOnlyKeys("D", "E");
    }

    @Test
    void a_channel_is_taken_out_as_the_plan_shows_it_everybody_else_keeps_the_day_and_it_does_not_come_back() {
        List<Arrival> day = day();
        aws.process(day.subList(0, 8));
        aws.snapshot();
        aws.process(day.subList(8, day.size()));
        Map<String, Account> before = accounts();
        Exclusion exclusion = planned();

        RecoveryResult result = aws.recover(TAKE_OUT_BATCH);

        assertDone(result);
        assertAsPlanned(exclusion, before);
        assertThat(result.proof().unchanged()).isEqualTo(new RecoveryResult.Unchanged(day.size(), 2, 3));
        assertThat(aws.eventwise().book().entries("B", 1, 9)).extracting(Entry::status)
                .containsExactly(EntryStatus.VERIFIED, EntryStatus.EXCLUDED, EntryStatus.VERIFIED);
        String digest = NaiveLedger.of(after(day)).stateDigest();
        assertThat(aws.stateDigest()).isEqualTo(digest);
        assertThat(aws.verify().isProven()).isTrue();
        assertThat(Objects.requireNonNull(aws.plan(TAKE_OUT_BATCH).exclusion()).isEmpty()).isTrue();

        // The same events again, and whatever was never told of.
        aws.process(day);
        aws.reconcile();
        assertThat(aws.stateDigest()).isEqualTo(digest);

        // Business goes on: below zero money comes in and none goes out, what was refused passes, what is open again is settled.
        List<Arrival> all = after(day, new Arrival.Retry("cash_withdrawal_1.event"),
                sent("branch", "cash_withdrawal_3.event", on("B", 1)),
                sent("branch", "incoming_payment_3.event", incoming("B", 5)),
                sent("branch", "outgoing_payment_verified_1.event", "\"Note\":\"late\""),
                sent("branch", "verify_cash_deposit_1.event", into("C", 6)),
                sent("branch", "inter_account_transfer_1.event",
                        "\"SourceAccount\":\"D\",\"TargetAccount\":\"B\",\"Amount\":\"60.00\""));
        aws.process(all.subList(day.size() + 1, all.size()));
        String later = NaiveLedger.of(all).stateDigest();
        assertThat(aws.stateDigest()).isEqualTo(later);
        aws.snapshot();

        aws.lose(aws.tables().accounts());
        assertDone(aws.recover(PlanRequest.DEFAULT));
        assertThat(aws.stateDigest()).isEqualTo(later);

        aws.expire(all);
        aws.lose(aws.tables().accounts());
        aws.lose(aws.tables().objects());
        RecoveryResult fromBuckets = aws.recover(PlanRequest.DEFAULT);
        assertDone(fromBuckets);
        assertThat(Objects.requireNonNull(fromBuckets.decided()).afresh()).isEmpty();
        assertThat(aws.stateDigest()).isEqualTo(later);
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void killed_before_the_decision_nothing_is_excluded_and_killed_behind_it_the_next_recovery_carries_it_out() {
        List<Arrival> day = day();
        aws.process(day);
        String before = aws.stateDigest();
        assertThatThrownBy(() -> aws.exclude(WRONG, new Killed("UpdateTable"))).isInstanceOf(Killed.Death.class);
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(aws.stores().exclusions().list()).isEmpty();

        // Pausing, marking the tables, and putting others in force are updates of the control item: killed at the third.
        assertThatThrownBy(() -> aws.exclude(WRONG, new Killed("UpdateItem", 3))).isInstanceOf(Killed.Death.class);
        assertThat(aws.stores().exclusions().list()).hasSize(1);
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(aws.stores().pauses().read().everything()).isTrue();

        Plan plan = aws.plan(PlanRequest.DEFAULT);
        assertThat(plan.action()).isEqualTo(Plan.Action.REBUILD);
        assertThat(plan.summary()).contains("events were excluded");
        assertDone(aws.exclude(WRONG));
        assertThat(aws.stateDigest()).isEqualTo(NaiveLedger.of(after(day)).stateDigest());
        assertThat(aws.stores().exclusions().list()).hasSize(1);
        assertThat(aws.stores().control().read().inDoubt()).isNull();

        aws.tampering().removeExclusions();
        RecoveryResult forgetful = aws.recover(new PlanRequest(null, null, true, false));
        assertThat(forgetful.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(forgetful.differences().first()).anySatisfy(
                difference -> assertThat(difference.found()).contains("restore what was removed from exclusions/"));
        assertThat(aws.stateDigest()).isEqualTo(NaiveLedger.of(after(day)).stateDigest());
    }

    private static final List<String> WRONG_IN_SHORT = List.of("inter_account_transfer_1.event",
            "verify_cash_deposit_9.event");

    /// Two accounts, a wrong transfer between them, and a wrong follow-up that waits.
    private static List<Arrival> shortDay() {
        List<Arrival> day = day();
        return List.of(day.get(0), day.get(1), day.get(5), day.get(12));
    }

    private void assertAsAfter(List<Arrival> arrivals) {
        assertThat(aws.stateDigest()).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
        assertThat(aws.eventwise().book().key(EventKey.of("verify_cash_deposit_9.event")).code())
                .isEqualTo(RejectionCode.REJECTED_BY_OPERATOR);
    }

    @Test
    void what_was_committed_behind_a_decision_that_was_not_carried_out_stays_decided_as_it_was() {
        List<Arrival> all = new ArrayList<>(shortDay());
        aws.process(all);
        assertThatThrownBy(() -> aws.exclude(WRONG_IN_SHORT, new Killed("UpdateItem", 3)))
                .isInstanceOf(Killed.Death.class);
        aws.stores().pauses().pauseEverything(false);
        // Refused and accepted with the transfer in the balances.
        List<Arrival> more = List.of(sent("branch", "cash_withdrawal_1.event", on("A", 50)),
                sent("branch", "cash_withdrawal_2.event", on("B", 50)));
        aws.process(more);
        all.addAll(more);
        all.add(new Arrival.Exclude(WRONG_IN_SHORT));

        assertDone(aws.recover(PlanRequest.DEFAULT));

        assertAsAfter(all);
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void what_waits_in_the_archive_ends_to_wait_and_what_was_not_judged_yet_is_judged_before() {
        List<Arrival> all = new ArrayList<>(shortDay());
        aws.process(all);
        aws.expire("verify_cash_deposit_9.event");
        Arrival.Put late = (Arrival.Put) sent("branch", "cash_withdrawal_2.event", on("B", 50));
        aws.put(late.key(), late.bytes());
        all.add(late);
        all.add(new Arrival.Exclude(WRONG_IN_SHORT));

        RecoveryResult result = aws.exclude(WRONG_IN_SHORT);

        assertDone(result);
        assertThat(Objects.requireNonNull(result.decided()).afresh()).hasSize(1).first().asString()
                .contains("cash_withdrawal_2");
        assertAsAfter(all);
        aws.expire(all);
        aws.lose(aws.tables().accounts());
        aws.lose(aws.tables().objects());
        assertDone(aws.recover(PlanRequest.DEFAULT));
        assertAsAfter(all);
    }

    @ParameterizedTest
    @ValueSource(longs = 3)
    void on_streams_with_exclusions_tables_and_the_model_agree_also_after_a_loss(long seed) {
        List<Arrival> arrivals = ExclusionStream.of(seed, 28).stream()
                .filter(arrival -> !(arrival instanceof Arrival.UseRules)).toList();
        aws.process(arrivals);
        String expected = NaiveLedger.of(arrivals).stateDigest();
        assertThat(aws.stateDigest()).isEqualTo(expected);

        aws.lose(aws.tables().accounts());
        assertDone(aws.recover(PlanRequest.DEFAULT));

        assertThat(aws.stateDigest()).isEqualTo(expected);
        assertThat(aws.verify().isProven()).isTrue();
    }
}
