package io.tidemark.app.generate;

/// What can be due later in a stream.
enum Due {
    /// The count of a cash deposit; now and then it is wrong at first.
    VERIFICATION,
    /// The count of a cash deposit that was counted wrongly before, right this time: under the same key, other bytes.
    CORRECTED_VERIFICATION,
    /// A deposit whose verification came first.
    LATE_DEPOSIT,
    /// The other side's answer to an outgoing payment.
    ANSWER,
    /// The other side's refusal of a payment, of which it had asked back too much before.
    CORRECTED_REFUSAL,
    /// The acceptance of what a partial refusal left of a payment.
    ACCEPTANCE_OF_REST,
    /// A payment whose acceptance came first.
    LATE_PAYMENT,
    /// A refusal of a payment that was accepted already.
    REFUSAL_OF_SETTLED,
    /// The acceptance of a payment that was rejected here.
    ANSWER_TO_REJECTED,
    /// A withdrawal that was beyond the account's funds, asked for again under its key with another amount.
    SMALLER_WITHDRAWAL,
    /// An outgoing payment that was beyond the account's funds, sent again under its key with another amount.
    SMALLER_PAYMENT,
    /// Other bytes under the key of a withdrawal that was accepted.
    CONFLICTING_WITHDRAWAL,
    /// Other bytes under the key of an incoming payment that was accepted.
    CONFLICTING_INCOMING,
    /// Other bytes under the key of a verification that waits, or waited.
    CONFLICTING_VERIFICATION,
    /// The same line once more.
    REPEAT
}
