package io.tidemark.core.ledger;

/// What became of an attempt when it was judged.
public enum OutcomeState {
    /// It took effect.
    ACCEPTED,
    /// It was refused, with a code; it changed no account.
    REJECTED,
    /// It waits for its original.
    WAITING
}
