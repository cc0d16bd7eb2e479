package io.tidemark.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.BodyDraft;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mistakes that other ledgers have made, on the fold and on the model alike. Every story begins with 12.30 on account `1`.
class KnownTrapsTest {
    private final List<Arrival> arrivals = new ArrayList<>();

    KnownTrapsTest() {
        put("incoming_payment_0", BodyDraft.ofType("incoming_payment"));
    }

    @Test
    void a_payment_that_was_rejected_cannot_be_taken_afterwards() {
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified"));
        put("outgoing_payment_rejected_1", BodyDraft.ofType("outgoing_payment_rejected"));
        put("outgoing_payment_verified_1", BodyDraft.ofType("outgoing_payment_verified"));

        assertComesTo(1230, 1230, "ACCEPTED", "ACCEPTED", "ACCEPTED", "ALREADY_SETTLED");
    }

    @Test
    void a_payment_that_was_taken_cannot_be_rejected_afterwards() {
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified"));
        put("outgoing_payment_verified_1", BodyDraft.ofType("outgoing_payment_verified"));
        put("outgoing_payment_rejected_1", BodyDraft.ofType("outgoing_payment_rejected"));

        assertComesTo(0, 0, "ACCEPTED", "ACCEPTED", "ACCEPTED", "ALREADY_SETTLED");
    }

    @Test
    void what_is_held_cannot_be_spent() {
        put("outgoing_payment_unverified_1",
                BodyDraft.ofType("outgoing_payment_unverified").with("Amount", "\"12.29\""));
        put("cash_withdrawal_1", BodyDraft.ofType("cash_withdrawal").with("Amount", "\"0.02\""));
        put("outgoing_payment_unverified_2",
                BodyDraft.ofType("outgoing_payment_unverified").with("Amount", "\"0.02\""));
        put("cash_withdrawal_2", BodyDraft.ofType("cash_withdrawal").with("Amount", "\"0.01\""));

        assertComesTo(1229, 0, "ACCEPTED", "ACCEPTED", "INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS", "ACCEPTED");
    }

    @Test
    void a_hold_is_given_back_once() {
        BodyDraft refusal = BodyDraft.ofType("outgoing_payment_rejected").with("RejectedAmount", "\"4.00\"");
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified"));
        put("outgoing_payment_rejected_1", refusal);
        put("outgoing_payment_rejected_1", refusal);
        put("outgoing_payment_rejected_1", refusal.with("Reason", "\"again\""));

        assertComesTo(1230, 400, "ACCEPTED", "ACCEPTED", "ACCEPTED", "KEY_CONFLICT");
    }

    @Test
    void a_deposit_is_credited_once() {
        put("cash_deposit_1", BodyDraft.ofType("cash_deposit"));
        put("verify_cash_deposit_1", BodyDraft.ofType("verify_cash_deposit").with("Amount", "\"12.00\""));
        put("verify_cash_deposit_1", BodyDraft.ofType("verify_cash_deposit").with("Amount", "\"0.30\""));

        assertComesTo(2430, 2430, "ACCEPTED", "ACCEPTED", "ACCEPTED", "KEY_CONFLICT");
    }

    @Test
    void a_refused_event_moves_no_money_and_stops_nothing_behind_it() {
        put("inter_account_transfer_1", BodyDraft.ofType("inter_account_transfer"));
        put("cash_withdrawal_1", BodyDraft.ofType("cash_withdrawal").with("Amount", "\"12.31\""));
        put("cash_withdrawal_2", BodyDraft.ofType("cash_withdrawal").with("Amount", "\"2.30\""));

        assertComesTo(1000, 1000, "ACCEPTED", "UNKNOWN_ACCOUNT", "INSUFFICIENT_FUNDS", "ACCEPTED");
    }

    @Test
    void of_two_answers_that_wait_for_a_payment_the_second_finds_it_settled() {
        put("outgoing_payment_verified_1", BodyDraft.ofType("outgoing_payment_verified"));
        put("outgoing_payment_rejected_1", BodyDraft.ofType("outgoing_payment_rejected"));
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified"));

        assertComesTo(0, 0, "ACCEPTED", "WAITING", "WAITING", "ACCEPTED", "ACCEPTED", "ALREADY_SETTLED");
    }

    @Test
    void a_balance_may_reach_its_limit_and_not_pass_it() {
        BodyDraft largest = BodyDraft.ofType("incoming_payment").with("Amount", "1e15");
        for (int i = 1; i <= 9; i++) {
            put("incoming_payment_" + i, largest);
        }
        put("incoming_payment_10", largest.with("Amount", "\"999999999999987.70\""));
        put("incoming_payment_11", largest.with("Amount", "0.01"));
        put("outgoing_payment_unverified_1", BodyDraft.ofType("outgoing_payment_unverified"));
        put("incoming_payment_12", largest.with("Amount", "0.01"));

        assertComesTo(1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L - 1230, "ACCEPTED", "ACCEPTED", "ACCEPTED",
                "ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED",
                "BALANCE_LIMIT", "ACCEPTED", "BALANCE_LIMIT");
    }

    private void put(String name, BodyDraft body) {
        arrivals.add(Arrival.put(name + ".event", body.compact()));
    }

    /// @param actual    the actual balance of account `1` at the end, in cents
    /// @param available its available balance
    /// @param outcomes  all judgements in order: the state, or the code of a refusal
    private void assertComesTo(long actual, long available, String... outcomes) {
        for (LedgerContents ledger : List.of(FoldedStream.of(arrivals).contents(),
                ModelContents.of(NaiveLedger.of(arrivals)))) {
            assertThat(ledger.outcomes()).extracting(KnownTrapsTest::outcome).containsExactly(outcomes);
            assertThat(ledger.accounts()).filteredOn(account -> account.number().equals("1"))
                    .extracting(Account::actual, Account::available)
                    .containsExactly(tuple(actual, available));
        }
    }

    private static String outcome(Outcome outcome) {
        return outcome.rejection() == null ? outcome.state().name() : outcome.rejection().code().name();
    }
}
