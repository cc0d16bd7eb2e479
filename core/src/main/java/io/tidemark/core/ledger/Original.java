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

    /// The original was accepted, and there is nothing open of it.
    ///
    /// @param account  the account that the original belongs to
    /// @param excluded whether that is because its effects were taken out; otherwise it is settled
    record Settled(String account, boolean excluded) implements Original {
        /// An original that was settled.
        public Settled(String account) {
            this(account, false);
        }
    }
}
