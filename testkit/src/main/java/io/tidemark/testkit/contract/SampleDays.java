package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome.RefusedAt;
import io.tidemark.testkit.contract.SampleHistory.Posting;
import java.util.List;
import java.util.function.Consumer;

/// Five days of business in which everything happens that a ledger has to keep: each day is a step of a [SampleHistory].
final class SampleDays {
    static final String ANN = "1";
    static final String BOB = "10";
    static final String CAT = "1-";
    static final EventKey DEPOSIT = EventKey.of("cash_deposit_1.event");
    static final EventKey LATE_DEPOSIT = EventKey.of("cash_deposit_2.event");
    static final EventKey EARLY_COUNT = EventKey.of("verify_cash_deposit_2.event");
    static final EventKey WITHDRAWAL = EventKey.of("cash_withdrawal_4.event");
    static final EventKey TRANSFER = EventKey.of("inter_account_transfer_5.event");
    static final EventKey UNTYPED = EventKey.of("something-else.event");
    static final EventKey PAYMENT = EventKey.of("outgoing_payment_unverified_7.event");
    static final EventKey PAYMENT_REFUSED = EventKey.of("outgoing_payment_rejected_7.event");
    static final EventKey PAYMENT_TAKEN = EventKey.of("outgoing_payment_verified_7.event");
    static final EventKey LOST_COUNT = EventKey.of("verify_cash_deposit_8.event");

    /// The days in order. Each begins where the one before it ended.
    static final List<Consumer<SampleHistory>> ALL = List.of(SampleDays::first, SampleDays::second, SampleDays::third,
            SampleDays::fourth, SampleDays::fifth);

    private SampleDays() {}

    /// Positions 1 to 4: an open deposit, a payment, a count that comes first, a refusal.
    private static void first(SampleHistory history) {
        history.arrives().accepted(1, DEPOSIT, new Posting(ANN, EntryStatus.PENDING, 0, 0))
                .open(new OpenMatter(DEPOSIT, ANN, 50_000, 50_000));
        history.paidIn(BOB, 100_000);
        history.arrives().waits(3, EARLY_COUNT, LATE_DEPOSIT);
        history.arrives().rejected(4, WITHDRAWAL, new Rejection(RejectionCode.INSUFFICIENT_FUNDS, "nothing there"),
                new RefusedAt(ANN, 1));
    }

    /// Positions 5 to 10: the deposit that was waited for, a correction, a control record, a transfer, a key without a type, a hold.
    private static void second(SampleHistory history) {
        history.arrives().accepted(5, LATE_DEPOSIT, new Posting(CAT, EntryStatus.PENDING, 0, 0))
                .accepted(3, EARLY_COUNT, new Posting(CAT, EntryStatus.VERIFIED, 4_000, 4_000));
        history.arrives().accepted(6, WITHDRAWAL, new Posting(BOB, EntryStatus.VERIFIED, -100, -100))
                .corrected(WITHDRAWAL, 6);
        history.arrives();
        history.arrives().accepted(8, TRANSFER, new Posting(BOB, EntryStatus.VERIFIED, -9_900, -9_900),
                new Posting(ANN, EntryStatus.VERIFIED, 9_900, 9_900));
        history.arrives().rejected(9, UNTYPED,
                new Rejection(RejectionCode.UNKNOWN_EVENT_TYPE, "Schlüssel ohne Art – „something-else“"), null);
        history.arrives().accepted(10, PAYMENT, new Posting(BOB, EntryStatus.PENDING, 0, -60_000))
                .open(new OpenMatter(PAYMENT, BOB, 60_000, 60_000));
    }

    /// Positions 11 to 13: the hold shrinks, a conflict, another count that comes first.
    private static void third(SampleHistory history) {
        history.arrives().accepted(11, PAYMENT_REFUSED, new Posting(BOB, EntryStatus.REVERSED, 0, 20_000))
                .open(new OpenMatter(PAYMENT, BOB, 60_000, 40_000));
        history.arrives().conflicting(12, DEPOSIT);
        history.arrives().waits(13, LOST_COUNT, EventKey.of("cash_deposit_8.event"));
    }

    /// Positions 14 and 15: the payment is taken, an operator ends the wait.
    private static void fourth(SampleHistory history) {
        history.arrives().accepted(14, PAYMENT_TAKEN, new Posting(BOB, EntryStatus.VERIFIED, -40_000, 0))
                .settled(PAYMENT);
        history.arrives().rejected(13, LOST_COUNT, new Rejection(RejectionCode.REJECTED_BY_OPERATOR, "ann: lost"),
                new RefusedAt(CAT, 2));
    }

    /// Position 16: the count is judged again, and waits again.
    private static void fifth(SampleHistory history) {
        history.arrives().waits(13, LOST_COUNT, EventKey.of("cash_deposit_8.event"));
    }
}
