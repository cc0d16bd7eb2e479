package io.tidemark.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.generate.BodyDraft;
import io.tidemark.testkit.model.NaiveLedger.Account;
import io.tidemark.testkit.model.NaiveLedger.Judgement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the model decides where the design's text leaves room, and its digests computed by hand.
class NaiveLedgerTest {
    private final NaiveLedger ledger = new NaiveLedger();

    @Test
    void equal_bytes_under_a_key_are_a_duplicate_of_any_earlier_attempt() {
        put("cash_deposit_1", "no JSON");
        put("cash_deposit_1", "still none");
        long third = put("cash_deposit_1", "no JSON");

        assertThat(third).isEqualTo(NaiveLedger.DUPLICATE);
        assertThat(ledger.duplicates()).isEqualTo(1);
        assertThat(outcomes()).containsExactly("1@1 MALFORMED_EVENT", "2@2 MALFORMED_EVENT");
    }

    @Test
    void after_a_rejection_other_bytes_are_judged_afresh_and_after_an_acceptance_they_are_a_conflict() {
        put("incoming_payment_1", "no JSON");
        put("incoming_payment_1", BodyDraft.ofType("incoming_payment").compact());
        put("incoming_payment_1", BodyDraft.ofType("incoming_payment").spaced());

        assertThat(outcomes()).containsExactly("1@1 MALFORMED_EVENT", "2@2 ACCEPTED", "3@3 KEY_CONFLICT");
        assertThat(ledger.acceptedKeys()).containsEntry("incoming_payment_1.event", 2L);
    }

    @Test
    void a_conflict_leaves_a_waiting_key_waiting() {
        put("verify_cash_deposit_1", BodyDraft.ofType("verify_cash_deposit").compact());
        put("verify_cash_deposit_1", "no JSON");
        put("cash_deposit_1", BodyDraft.ofType("cash_deposit").compact());

        assertThat(outcomes()).containsExactly("1@1 WAITING", "2@2 KEY_CONFLICT", "3@3 ACCEPTED", "1@3 ACCEPTED");
    }

    @Test
    void a_malformed_follow_up_does_not_wait() {
        put("verify_cash_deposit_1", "{}");
        put("outgoing_payment_rejected_1", BodyDraft.ofType("outgoing_payment_rejected").with("RejectedAmount", "0")
                .compact());
        put("verify_cash_deposit_2",
                BodyDraft.ofType("verify_cash_deposit").with("VerifiedCurrency", "{}").compact());

        assertThat(outcomes()).containsExactly("1@1 MALFORMED_EVENT", "2@2 INVALID_AMOUNT", "3@3 CURRENCY_MISMATCH");
    }

    @Test
    void a_rejected_original_releases_what_waits_for_it() {
        put("verify_cash_deposit_1", BodyDraft.ofType("verify_cash_deposit").compact());
        put("cash_deposit_1", "no JSON");

        assertThat(outcomes()).containsExactly("1@1 WAITING", "2@2 MALFORMED_EVENT", "1@2 ORIGINAL_REJECTED");
    }

    @Test
    void retry_judges_the_last_rejected_attempt_again_and_only_while_the_key_stands_rejected() {
        put("cash_withdrawal_1", BodyDraft.ofType("cash_withdrawal").compact());
        ledger.take(new Arrival.Retry("cash_withdrawal_1.event"));
        put("incoming_payment_1", BodyDraft.ofType("incoming_payment").compact());
        ledger.take(new Arrival.Retry("cash_withdrawal_1.event"));
        ledger.take(new Arrival.Retry("cash_withdrawal_1.event"));
        ledger.take(new Arrival.Retry("cash_withdrawal_2.event"));

        assertThat(outcomes()).containsExactly("1@1 UNKNOWN_ACCOUNT", "1@2 UNKNOWN_ACCOUNT", "3@3 ACCEPTED",
                "1@4 ACCEPTED");
        assertThat(ledger.position()).isEqualTo(6);
    }

    @Test
    void a_wait_that_an_operator_ended_can_begin_again_and_keeps_its_place() {
        put("outgoing_payment_rejected_1", BodyDraft.ofType("outgoing_payment_rejected").compact());
        put("outgoing_payment_verified_1", BodyDraft.ofType("outgoing_payment_verified").compact());
        ledger.take(new Arrival.Reject("outgoing_payment_rejected_1.event"));
        ledger.take(new Arrival.Reject("outgoing_payment_rejected_1.event"));
        ledger.take(new Arrival.Retry("outgoing_payment_rejected_1.event"));
        put("incoming_payment_1", BodyDraft.ofType("incoming_payment").compact());
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified").compact());

        assertThat(outcomes()).containsExactly("1@1 WAITING", "2@2 WAITING", "1@3 REJECTED_BY_OPERATOR", "1@5 WAITING",
                "6@6 ACCEPTED", "7@7 ACCEPTED", "1@7 ACCEPTED", "2@7 ALREADY_SETTLED");
    }

    @Test
    void a_key_without_a_type_stays_without_one() {
        put("something", "a");
        put("something", "b");
        ledger.take(new Arrival.Retry("something.event"));

        assertThat(outcomes()).containsExactly("1@1 UNKNOWN_EVENT_TYPE", "2@2 UNKNOWN_EVENT_TYPE",
                "2@3 UNKNOWN_EVENT_TYPE");
    }

    @Test
    void a_verification_on_another_account_is_that_first_even_of_a_settled_deposit() {
        put("cash_deposit_1", BodyDraft.ofType("cash_deposit").compact());
        put("verify_cash_deposit_1",
                BodyDraft.ofType("verify_cash_deposit").with("TargetAccount", "\"2\"").with("Amount", "99").compact());
        put("verify_cash_deposit_1", BodyDraft.ofType("verify_cash_deposit").with("Amount", "99").compact());
        put("verify_cash_deposit_1", BodyDraft.ofType("verify_cash_deposit").with("Amount", "12.29").compact());

        assertThat(outcomes()).containsExactly("1@1 ACCEPTED", "2@2 ACCOUNT_MISMATCH", "3@3 AMOUNT_EXCEEDS_DEPOSIT",
                "4@4 ACCEPTED");
        assertThat(ledger.openMatters()).isEmpty();
    }

    @Test
    void a_hold_of_which_a_part_was_rejected_stays_open_for_the_rest() {
        put("incoming_payment_1", BodyDraft.ofType("incoming_payment").compact());
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified").compact());
        put("outgoing_payment_rejected_1",
                BodyDraft.ofType("outgoing_payment_rejected").with("RejectedAmount", "2.3").compact());
        assertThat(ledger.openMatters().values()).extracting(NaiveLedger.Matter::left).containsExactly(1000L);
        assertThat(ledger.accounts().values()).extracting(Account::available).containsExactly(230L);

        put("outgoing_payment_verified_1", BodyDraft.ofType("outgoing_payment_verified").compact());

        assertThat(ledger.openMatters()).isEmpty();
        assertThat(ledger.accounts().values()).extracting(Account::actual).containsExactly(230L);
    }

    @Test
    void an_earlier_moment_knows_nothing_of_what_came_later() {
        put("incoming_payment_1", BodyDraft.ofType("incoming_payment").compact());
        put("cash_withdrawal_1", BodyDraft.ofType("cash_withdrawal").compact());

        assertThat(ledger.accounts().values()).extracting(Account::actual).containsExactly(0L);
        assertThat(ledger.at(1).accounts().values()).extracting(Account::actual).containsExactly(1230L);
        assertThat(ledger.at(0).accounts()).isEmpty();
    }

    @Test
    void digests_are_what_the_design_says() throws Exception {
        String body = BodyDraft.ofType("incoming_payment").compact();
        put("incoming_payment_1", body);

        String line = "1|1|incoming_payment_1.event|" + hex(sha256(body.getBytes(StandardCharsets.UTF_8)))
                + "|VERIFIED|1230|1230|1230|1230";
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[32]);
        String head = hex(digest.digest(line.getBytes(StandardCharsets.UTF_8)));
        assertThat(ledger.accounts().get("1")).isEqualTo(new Account("1", "1", 1230, 1230, 1, head));
        assertThat(ledger.stateDigest())
                .isEqualTo(hex(sha256(("1|1|" + head + "\n").getBytes(StandardCharsets.UTF_8))));
    }

    private long put(String name, String body) {
        return ledger.take(Arrival.put(name + ".event", body));
    }

    /// The judgements, each as position, position of effect, and what it came to.
    private List<String> outcomes() {
        return ledger.judgements().stream().map(NaiveLedgerTest::outcome).toList();
    }

    private static String outcome(Judgement judgement) {
        return judgement.position() + "@" + judgement.decidedAt() + " "
                + (judgement.code() == null ? judgement.state() : judgement.code());
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
