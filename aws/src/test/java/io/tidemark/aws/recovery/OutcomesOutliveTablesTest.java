package io.tidemark.aws.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.testkit.model.Arrival;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both tables lost and no backup: what copies in the archive and among the rejected tell of themselves.
class OutcomesOutliveTablesTest {
    private final RecoverableAws aws;

    OutcomesOutliveTablesTest(@TempDir Path scratch) {
        aws = new RecoverableAws(scratch);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static String incoming(String account, int euros) {
        return "{\"EventTimeStamp\":1,\"TargetAccount\":\"" + account + "\",\"Amount\":\"" + euros
                + ".00\",\"SourceInstitution\":\"B\",\"SourceAccount\":\"X\"}";
    }

    private static String withdrawal(String account, int euros) {
        return "{\"EventTimeStamp\":2,\"SourceAccount\":\"" + account + "\",\"Amount\":\"" + euros + ".00\"}";
    }

    private static String transfer(String from, String to, int euros) {
        return "{\"EventTimeStamp\":3,\"SourceAccount\":\"" + from + "\",\"TargetAccount\":\"" + to
                + "\",\"Amount\":\"" + euros + ".00\"}";
    }

    private static String deposit(String account, int euros) {
        return "{\"EventTimeStamp\":4,\"TargetAccount\":\"" + account + "\",\"Amount\":\"" + euros + ".00\"}";
    }

    private static String outgoing(String account, int euros) {
        return "{\"EventTimeStamp\":5,\"SourceAccount\":\"" + account + "\",\"Amount\":\"" + euros
                + ".00\",\"TargetInstitution\":\"B\",\"TargetAccount\":\"Y\"}";
    }

    private AttemptId put(String key, String body) {
        return aws.put(key, body.getBytes(UTF_8));
    }

    private Map<String, String> standings(List<AttemptId> ids) {
        Map<String, String> standings = new TreeMap<>();
        for (AttemptId id : ids) {
            KeyRecord record = aws.eventwise().book().key(id.key());
            standings.put(id.key().text(), record.standing() + " " + record.code() + " " + record.inForce());
        }
        return standings;
    }

    private RecoveryResult recovered() {
        RecoveryResult result = aws.recover(PlanRequest.DEFAULT);
        assertThat(result.differences().first()).isEmpty();
        assertThat(result.damage()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        return result;
    }

    /// Three accounts, and events of which many are refused or accepted by the order in which they are taken.
    private List<AttemptId> manyOfOneSecond(long seed) {
        List<AttemptId> opening = List.of(put("incoming_payment_A.event", incoming("A", 20)),
                put("incoming_payment_B.event", incoming("B", 20)), put("incoming_payment_C.event", incoming("C", 20)));
        List<AttemptId> rest = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String from = "ABC".substring(i % 3, i % 3 + 1);
            String to = "ABC".substring((i + 1) % 3, (i + 1) % 3 + 1);
            rest.add(put("inter_account_transfer_" + i + ".event", transfer(from, to, 11 + i)));
            rest.add(put("cash_withdrawal_" + i + ".event", withdrawal(to, 9 + i)));
            rest.add(put("cash_deposit_" + i + ".event", deposit(from, 5)));
            rest.add(put("verify_cash_deposit_" + i + ".event", deposit(from, 5)));
        }
        Collections.shuffle(rest, new Random(seed));
        List<AttemptId> all = new ArrayList<>(opening);
        all.addAll(rest);
        return all;
    }

    @Test
    void events_of_one_second_come_back_in_the_order_that_was_taken_and_nothing_is_decided_afresh() {
        List<AttemptId> order = manyOfOneSecond(5);
        aws.judge(order);
        String before = aws.stateDigest();
        Map<String, String> standings = standings(order);
        assertThat(standings.values()).anyMatch(each -> each.contains("INSUFFICIENT_FUNDS"));
        aws.snapshot();
        order.forEach(id -> aws.expire(id.key().text()));
        aws.loseBoth();

        RecoveryResult result = recovered();

        assertThat(result.decided() == null ? List.of("?") : result.decided().afresh()).isEmpty();
        assertThat(result.decided() == null ? List.of("?") : result.decided().warnings()).isEmpty();
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(standings(order)).isEqualTo(standings);
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void what_has_not_expired_yet_finds_its_place_between_what_copies_tell_of() {
        List<AttemptId> order = List.of(put("incoming_payment_A.event", incoming("A", 20)),
                put("incoming_payment_B.event", incoming("B", 20)), put("cash_withdrawal_1.event", withdrawal("A", 30)),
                put("incoming_payment_1.event", incoming("A", 20)),
                put("inter_account_transfer_0.event", transfer("A", "B", 30)),
                put("inter_account_transfer_1.event", transfer("A", "B", 5)),
                put("incoming_payment_2.event", incoming("A", 2)),
                put("cash_withdrawal_3.event", withdrawal("A", 8)));
        aws.judge(order);
        String before = aws.stateDigest();
        Map<String, String> standings = standings(order);
        for (String expired : List.of("incoming_payment_A.event", "inter_account_transfer_1.event",
                "incoming_payment_2.event", "cash_withdrawal_1.event", "cash_withdrawal_3.event")) {
            aws.expire(expired);
        }
        aws.loseBoth();

        RecoveryResult result = recovered();

        assertThat(result.decided() == null ? List.of() : result.decided().afresh()).hasSize(3);
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(standings(order)).isEqualTo(standings);
    }

    @Test
    void copies_that_tell_less_than_happened_since_are_put_right_by_those_that_tell_more() {
        AttemptId opening = put("incoming_payment_A.event", incoming("A", 20));
        AttemptId retried = put("cash_withdrawal_1.event", withdrawal("A", 30));
        AttemptId more = put("incoming_payment_2.event", incoming("A", 20));
        aws.judge(List.of(opening, retried, more));
        aws.process(List.of(new Arrival.Retry("cash_withdrawal_1.event")));
        AttemptId conflict = put("cash_withdrawal_1.event", withdrawal("A", 31));
        AttemptId waits = put("verify_cash_deposit_1.event", deposit("A", 3));
        AttemptId ended = put("verify_cash_deposit_2.event", deposit("A", 4));
        AttemptId second = put("verify_cash_deposit_2.event", deposit("A", 5));
        aws.judge(List.of(conflict, waits, ended, second));
        aws.process(List.of(new Arrival.Reject("verify_cash_deposit_2.event")));
        // Archived while it waits: the copy tells of no more than that.
        aws.expire("verify_cash_deposit_1.event");
        AttemptId original = put("cash_deposit_1.event", deposit("A", 3));
        aws.judge(List.of(original));
        List<AttemptId> all = List.of(opening, retried, more, waits, ended, original);
        String before = aws.stateDigest();
        Map<String, String> standings = standings(all);
        all.forEach(id -> aws.expire(id.key().text()));
        aws.loseBoth();

        RecoveryResult result = recovered();

        assertThat(result.decided() == null ? List.of("?") : result.decided().afresh()).isEmpty();
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(standings(all)).isEqualTo(standings);
        assertThat(aws.eventwise().book().key(ended.key()).code()).isEqualTo(RejectionCode.REJECTED_BY_OPERATOR);
        assertThat(aws.eventwise().book().key(EventKey.of("cash_withdrawal_1.event")).standing())
                .isEqualTo(KeyStanding.ACCEPTED);
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void a_conflict_with_what_has_not_expired_yet_comes_behind_it() {
        AttemptId opening = put("incoming_payment_A.event", incoming("A", 20));
        AttemptId first = put("outgoing_payment_unverified_1.event", outgoing("A", 5));
        AttemptId conflict = put("outgoing_payment_unverified_1.event", outgoing("A", 6));
        aws.judge(List.of(opening, first, conflict));
        String before = aws.stateDigest();
        Map<String, String> standings = standings(List.of(opening, first));
        aws.loseBoth();

        recovered();

        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(standings(List.of(opening, first))).isEqualTo(standings);
    }
}
