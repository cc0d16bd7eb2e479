package io.tidemark.core.ledger;

/// What an entry stands for. The names are part of the chain digest and of stored formats.
public enum EntryStatus {
    /// A matter was opened: a deposit to be counted, a payment to be answered. The actual balance is not touched.
    PENDING,
    /// Money moved for good.
    VERIFIED,
    /// Held money came back.
    REVERSED,
    /// The event was accepted, and an operator took its effects out afterwards: the entry keeps its place and moves nothing.
    EXCLUDED
}
