package io.tidemark.core.ledger;

/// What a follow-up finds when it looks its original up.
public sealed interface Original {
    /// No attempt under the original's key has an outcome yet: the follow-up waits.
    record Undecided() implements Original {}

    /// The original's key stands rejected.
    record Rejected() implements Original {}

    /// The original was accepted and is not settled.
    ///
    /// @param matter what is open
    record Open(OpenMatter matter) implements Original {}

    /// The original was accepted and is settled.
    ///
    /// @param account the account that the original belongs to
    record Settled(String account) implements Original {}
}
