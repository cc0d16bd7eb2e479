package io.tidemark.core.event;

/// Why an attempt was rejected. Codes are part of the stored formats and of the command line's contract; the order of the
/// constants is the order in which the reasons are checked: the first that applies is the outcome.
public enum RejectionCode {
    /// The key is not `<type>_<request-id>.event` with a known type.
    UNKNOWN_EVENT_TYPE,
    /// An earlier attempt with other bytes under this key was accepted, or waits.
    KEY_CONFLICT,
    /// The body is not one JSON object with the members that its type requires.
    MALFORMED_EVENT,
    /// The amount is not a whole number of cents above 0 and at most 10^15 whole units.
    INVALID_AMOUNT,
    /// The currency counts do not add up to the amount.
    CURRENCY_MISMATCH,
    /// A transfer names one account as source and target.
    SAME_ACCOUNT,
    /// The original that a follow-up refers to stands rejected.
    ORIGINAL_REJECTED,
    /// A verification names another account than its deposit.
    ACCOUNT_MISMATCH,
    /// The original is settled already.
    ALREADY_SETTLED,
    /// A verification counts more than was deposited.
    AMOUNT_EXCEEDS_DEPOSIT,
    /// More is refused than the payment's hold has left.
    AMOUNT_EXCEEDS_HOLD,
    /// An account that the event draws on, or credits without opening it, does not exist.
    UNKNOWN_ACCOUNT,
    /// The available balance does not cover the amount.
    INSUFFICIENT_FUNDS,
    /// A balance would exceed 10^18 cents.
    BALANCE_LIMIT,
    /// An operator ended the event's wait for its original.
    REJECTED_BY_OPERATOR
}
