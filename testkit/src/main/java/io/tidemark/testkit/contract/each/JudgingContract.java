package io.tidemark.testkit.contract.each;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.pipeline.each.BatchRun;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Reconciler;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Transaction;
import io.tidemark.core.port.TransactionQueue.Delivery;
import io.tidemark.testkit.contract.EventwiseCases;
import io.tidemark.testkit.contract.PortCases;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract of processing one event at a time: what router, judge and archiver make of these stores.
public abstract class JudgingContract extends EventwiseCases {
    private static final int SEEDS = 3;
    private static final int ARRIVALS = 60;
    private static final EventKey DEPOSIT = key("cash_deposit_1.event");
    private static final EventKey VERIFICATION = key("verify_cash_deposit_1.event");
    private static final String DEPOSITED = "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}";
    private static final String VERIFIED = "{\"EventTimeStamp\":2,\"TargetAccount\":\"1\",\"Amount\":\"4.00\"}";

    @Test
    void delivered_in_order_the_accounts_end_in_the_models_digests() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            List<Arrival> arrivals = ArrivalStream.of(seed, ARRIVALS);
            arrivals.forEach(this::arrive);

            assertThat(stateDigest()).as("seed %s", seed).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
            for (String rejected : NaiveLedger.of(arrivals).rejectedKeys().keySet()) {
                assertThat(stores.book().key(key(rejected)).standing()).isEqualTo(KeyStanding.REJECTED);
                assertThat(stores.attempts().kept(key(rejected), Bucket.REJECTED)).isNotNull();
            }
            for (String accepted : NaiveLedger.of(arrivals).acceptedKeys().keySet()) {
                assertThat(stores.book().key(key(accepted)).standing()).isEqualTo(KeyStanding.ACCEPTED);
            }
            afresh();
        }
    }

    @Test
    void an_attempt_has_an_effect_once_however_often_it_is_judged() {
        AttemptId deposit = put(DEPOSIT, DEPOSITED);
        AttemptId verification = put(VERIFICATION, VERIFIED);
        AttemptId again = put(VERIFICATION, VERIFIED);

        List<Verdict> verdicts = new ArrayList<>();
        for (AttemptId id : List.of(verification, deposit, verification, again, deposit, again)) {
            verdicts.add(judge().judge(id));
        }

        assertThat(verdicts).extracting(Verdict::kind).containsExactly(Verdict.Kind.WAITING, Verdict.Kind.ACCEPTED,
                Verdict.Kind.ACCEPTED, Verdict.Kind.DUPLICATE, Verdict.Kind.ACCEPTED, Verdict.Kind.DUPLICATE);
        assertThat(verdicts).extracting(Verdict::again).containsExactly(false, false, true, false, true, true);
        assertThat(verdicts.get(1).released()).extracting(Verdict::attempt).containsExactly(verification);
        assertThat(stores.book().entries("1", 1, 9)).hasSize(2);
    }

    @Test
    void many_judges_of_the_same_attempts_have_one_effect() {
        AttemptId deposit = put(DEPOSIT, DEPOSITED);
        AttemptId verification = put(VERIFICATION, VERIFIED);

        List<Verdict> verdicts = PortCases.together(4,
                thread -> judge().judge(thread % 2 == 0 ? deposit : verification));

        assertThat(verdicts).hasSize(4);
        assertSettled();
    }

    @Test
    void an_original_that_is_decided_while_its_follow_up_begins_to_wait_is_seen_by_it() {
        AttemptId deposit = put(DEPOSIT, DEPOSITED);
        AttemptId verification = put(VERIFICATION, VERIFIED);
        MeddledBook book = new MeddledBook(stores.book()).before(() -> judge().judge(deposit));

        Verdict verdict = new Judge(book, stores.attempts()).judge(verification);

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ACCEPTED);
        assertSettled();
    }

    @Test
    void a_follow_up_that_begins_to_wait_while_its_original_is_decided_is_released_by_it() {
        AttemptId deposit = put(DEPOSIT, DEPOSITED);
        AttemptId verification = put(VERIFICATION, VERIFIED);
        MeddledBook book = new MeddledBook(stores.book()).before(() -> judge().judge(verification));

        Verdict verdict = new Judge(book, stores.attempts()).judge(deposit);

        assertThat(verdict.released()).extracting(Verdict::kind).containsExactly(Verdict.Kind.ACCEPTED);
        assertSettled();
    }

    @Test
    void a_follow_up_that_the_router_lets_wait_sees_an_original_that_is_decided_meanwhile() {
        AttemptId deposit = put(DEPOSIT, DEPOSITED);
        AttemptId verification = put(VERIFICATION, VERIFIED);
        MeddledBook book = new MeddledBook(stores.book()).before(() -> judge().judge(deposit));

        Router.Routed routed = new Router(stores.attempts(), book, stores.queue()).route(verification, null);

        assertThat(routed.waits()).isFalse();
        work(Pauses.State.NONE);
        assertSettled();
    }

    @Test
    void a_follow_up_of_which_nobody_knows_the_original_waits_without_a_queue() {
        AttemptId verification = put(VERIFICATION, VERIFIED);

        assertThat(router().route(verification, null).waits()).isTrue();
        assertThat(router().route(verification, null).waits()).isTrue();
        assertThat(stores.queue().take(10)).isEmpty();
        assertThat(stores.book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.WAITING);

        assertThat(router().route(put(DEPOSIT, DEPOSITED), null).group()).isEqualTo("1");
        work(Pauses.State.NONE);
        assertSettled();
    }

    @Test
    void a_refused_original_refuses_who_waits_for_it_and_both_are_kept() {
        AttemptId verification = put(VERIFICATION, VERIFIED);
        judge().judge(verification);

        Verdict verdict = judge().judge(put(DEPOSIT, "{"));

        assertThat(verdict.code()).isEqualTo(RejectionCode.MALFORMED_EVENT);
        assertThat(verdict.released()).extracting(Verdict::code).containsExactly(RejectionCode.ORIGINAL_REJECTED);
        assertThat(stores.attempts().kept(VERIFICATION, Bucket.REJECTED)).isEqualTo(verification);
        assertThat(stores.attempts().kept(DEPOSIT, Bucket.REJECTED)).isEqualTo(verdict.attempt());
    }

    @Test
    void a_judge_that_ends_between_commit_and_copy_is_made_up_for() {
        judge().judge(put(VERIFICATION, VERIFIED));
        AttemptId deposit = put(DEPOSIT, "{");
        MeddledBook book = new MeddledBook(stores.book()).after(() -> {
            throw new IllegalStateException("the machine is gone");
        });
        assertThatThrownBy(() -> new Judge(book, stores.attempts()).judge(deposit)).hasMessageContaining("gone");
        assertThat(stores.book().key(DEPOSIT).standing()).isEqualTo(KeyStanding.REJECTED);
        assertThat(stores.attempts().kept(DEPOSIT, Bucket.REJECTED)).isNull();

        judge().judge(deposit);

        assertThat(stores.attempts().kept(DEPOSIT, Bucket.REJECTED)).isEqualTo(deposit);
        assertThat(stores.attempts().kept(VERIFICATION, Bucket.REJECTED)).isNotNull();
    }

    @Test
    void a_commit_that_was_carried_out_and_reported_as_failed_is_not_made_again() {
        AttemptId deposit = put(DEPOSIT, DEPOSITED);
        MeddledBook book = new MeddledBook(stores.book()).after(() -> {
            throw new StorageException(StorageException.Kind.FAILED, "timed out");
        });
        Judge failing = new Judge(book, stores.attempts());
        assertThatThrownBy(() -> failing.judge(deposit)).hasMessageContaining("timed out");

        Verdict verdict = failing.judge(deposit);

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ACCEPTED);
        assertThat(verdict.again()).isTrue();
        assertThat(stores.book().entries("1", 1, 9)).hasSize(1);
    }

    @Test
    void behind_what_was_not_done_nothing_of_its_group_is_done() {
        AttemptId first = put(DEPOSIT, DEPOSITED);
        AttemptId second = put(key("incoming_payment_1.event"), DEPOSITED);
        AttemptId other = put(key("incoming_payment_2.event"), DEPOSITED.replace("\"1\"", "\"2\""));
        MeddledBook book = new MeddledBook(stores.book()).before(() -> {
            throw new StorageException(StorageException.Kind.FAILED, "throttled");
        });
        List<Verdict> done = new ArrayList<>();

        List<BatchRun.NotDone> notDone = new BatchRun(new Judge(book, stores.attempts())).run(
                List.of(new Transaction(first, "1", null), new Transaction(other, "2", null),
                        new Transaction(second, "1", null), new Transaction(first, "3", null)),
                new Pauses.State(false, Set.of("3")), done::add);

        assertThat(notDone).extracting(BatchRun.NotDone::index).containsExactly(0, 2, 3);
        assertThat(done).extracting(Verdict::attempt).containsExactly(other);
        assertThat(stores.book().account("1")).isNull();
        assertThat(stores.book().account("2")).isNotNull();
    }

    @Test
    void what_expired_is_archived_when_it_has_an_outcome_and_handed_back_when_it_has_none() {
        AttemptId refused = put(DEPOSIT, "{");
        AttemptId accepted = put(DEPOSIT, DEPOSITED);
        judge().judge(refused);
        judge().judge(accepted);
        AttemptId again = put(DEPOSIT, DEPOSITED);
        judge().judge(again);
        AttemptId undecided = put(DEPOSIT, VERIFIED);
        Archiver archiver = new Archiver(stores.attempts(), stores.book());
        assertThat(archiver.archive(DEPOSIT).kept()).as("still in sight").isEmpty();

        stores.attempts().expire(DEPOSIT);
        Archiver.Archived archived = archiver.archive(DEPOSIT);

        assertThat(archived.kept()).containsExactly(refused, accepted);
        assertThat(archived.duplicates()).containsExactly(again);
        assertThat(archived.undecided()).containsExactly(undecided);
        assertThat(stores.attempts().kept(DEPOSIT, Bucket.ARCHIVE)).isEqualTo(accepted);
        assertThat(stores.attempts().kept(DEPOSIT, Bucket.REJECTED)).isEqualTo(refused);
        assertThat(archiver.archive(DEPOSIT)).isEqualTo(archived);
    }

    @Test
    void what_no_notification_told_of_is_found_and_what_has_an_outcome_is_left_alone() {
        AttemptId routed = put(key("incoming_payment_1.event"), DEPOSITED);
        router().route(routed, null);
        work(Pauses.State.NONE);
        AttemptId refused = put(key("incoming_payment_2.event"), "{");
        judge().judge(refused);
        AttemptId lost = put(VERIFICATION, VERIFIED);
        AttemptId expired = put(DEPOSIT, DEPOSITED);
        stores.attempts().expire(DEPOSIT);
        List<AttemptId> told = new ArrayList<>();

        Reconciler.Found found = reconciler().reconcile(Long.MAX_VALUE, one -> told.add(one.attempt()), () -> false);

        assertThat(found).isEqualTo(new Reconciler.Found(4, 0, 2, true));
        assertThat(told).containsExactlyInAnyOrder(lost, expired);
        work(Pauses.State.NONE);
        assertThat(stores.book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(stores.book().entries("1", 1, 9)).hasSize(3);
        assertThat(reconciler().reconcile(Long.MAX_VALUE, _ -> {}, () -> false))
                .isEqualTo(new Reconciler.Found(4, 0, 0, true));
    }

    @Test
    void what_was_put_just_now_is_left_to_its_notification() {
        put(DEPOSIT, DEPOSITED);

        assertThat(reconciler().reconcile(0, _ -> {}, () -> false)).isEqualTo(new Reconciler.Found(1, 1, 0, true));
        assertThat(reconciler().reconcile(Long.MAX_VALUE, _ -> {}, () -> true).completed()).isFalse();
        assertThat(stores.queue().take(10)).isEmpty();
    }

    private Reconciler reconciler() {
        return new Reconciler(stores.attempts(), stores.book(), router());
    }

    private void assertSettled() {
        assertThat(stores.book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(stores.book().key(DEPOSIT).waiting()).isEmpty();
        assertThat(stores.book().matter("1", DEPOSIT)).isNull();
        assertThat(stores.book().entries("1", 1, 9)).extracting(entry -> entry.key()).containsExactly(DEPOSIT,
                VERIFICATION);
    }

    private void arrive(Arrival arrival) {
        switch (arrival) {
            case Arrival.Put put -> {
                router().route(stores.attempts().put(key(put.key()), Body.of(put.bytes()), put.source()), null);
                work(Pauses.State.NONE);
            }
            case Arrival.Retry retry -> judge().retry(key(retry.key()), "operator: generated");
            case Arrival.Reject reject -> judge().endWait(key(reject.key()), "operator: generated");
            case Arrival.UseRules _ -> {
                // There is one version.
            }
            case Arrival.Pause pause -> throw new IllegalArgumentException("not drawn: " + pause);
            case Arrival.Resume resume -> throw new IllegalArgumentException("not drawn: " + resume);
            case Arrival.Exclude exclude -> throw new IllegalArgumentException("not drawn: " + exclude);
        }
    }

    private void work(Pauses.State paused) {
        BatchRun run = new BatchRun(judge());
        for (List<Delivery> taken = stores.queue().take(10); !taken.isEmpty(); taken = stores.queue().take(10)) {
            assertThat(run.run(taken.stream().map(Delivery::transaction).toList(), paused, _ -> {})).isEmpty();
            taken.forEach(stores.queue()::settle);
        }
    }

    private String stateDigest() {
        StateDigest digest = new StateDigest();
        for (Account account : PortCases.all(stores.book().accounts())) {
            digest.add(account);
        }
        return digest.finish().toString();
    }

    private Judge judge() {
        return new Judge(stores.book(), stores.attempts());
    }

    private Router router() {
        return new Router(stores.attempts(), stores.book(), stores.queue());
    }

    private AttemptId put(EventKey key, String body) {
        return stores.attempts().put(key, Body.of(body.getBytes(UTF_8)), null);
    }
}
