package io.tidemark.core.ledger;

/// How an event key stands after the attempts under it that have an outcome.
public enum KeyStanding {
    /// No attempt under the key has an outcome yet.
    NEW,
    /// One attempt was accepted; it stays in force.
    ACCEPTED,
    /// The last attempt that was judged afresh was rejected; the next one is judged afresh too.
    REJECTED,
    /// An attempt waits for its original.
    WAITING
}
