package io.tidemark.core.event;

import org.jspecify.annotations.Nullable;

/// What an event says, decoded and checked as far as that is possible without knowing any account: form, amount, and
/// currency counts. Amounts are whole cents, from 1 to [#MAX_AMOUNT_CENTS]. Members of the body that no rule looks at stay in
/// the body.
public sealed interface Event extends Decoded {
    /// The largest amount of one event: 10^15 whole units, in cents.
    long MAX_AMOUNT_CENTS = 100_000_000_000_000_000L;
    /// The latest `EventTimeStamp`, 9999-12-31T23:59:59Z, in seconds since 1970.
    long MAX_EPOCH_SECOND = 253_402_300_799L;

    /// `EventTimeStamp` without its fraction: seconds since 1970, 0 to [#MAX_EPOCH_SECOND].
    long epochSecond();

    /// Cash handed in.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param account     the account that it is meant for
    /// @param customer    whose account it is, when the event says so
    /// @param cents       the amount as declared
    record CashDeposit(long epochSecond, String account, @Nullable String customer, long cents) implements Event {}

    /// The count of a cash deposit.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param account     the account that the count names; must be the deposit's
    /// @param cents       the amount as counted
    record VerifyCashDeposit(long epochSecond, String account, long cents) implements Event {}

    /// Cash paid out.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param account     the account that it is drawn on
    /// @param cents       the amount
    record CashWithdrawal(long epochSecond, String account, long cents) implements Event {}

    /// A payment from another institution.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param account     the account that is credited
    /// @param customer    whose account it is, when the event says so
    /// @param cents       the amount
    record IncomingPayment(long epochSecond, String account, @Nullable String customer, long cents) implements Event {}

    /// A payment to another institution, not answered yet.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param account     the account that it is drawn on
    /// @param cents       the amount to hold
    record OutgoingPaymentUnverified(long epochSecond, String account, long cents) implements Event {}

    /// The other side took the payment of the same request-id.
    ///
    /// @param epochSecond see [#epochSecond()]
    record OutgoingPaymentVerified(long epochSecond) implements Event {}

    /// The other side refused all or a part of the payment of the same request-id.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param cents       the amount that was refused (`RejectedAmount`)
    record OutgoingPaymentRejected(long epochSecond, long cents) implements Event {}

    /// Money moved between two accounts kept here.
    ///
    /// @param epochSecond see [#epochSecond()]
    /// @param source      the account that is debited
    /// @param target      the account that is credited; may equal the source, which the rules then refuse
    /// @param cents       the amount
    record InterAccountTransfer(long epochSecond, String source, String target, long cents) implements Event {}
}
