package io.tidemark.core.pipeline;

/// How the ledger in force is found to be.
public sealed interface LedgerCondition {
    /// Nothing was ever processed here: the ledger begins with the first record.
    record Unborn() implements LedgerCondition {}

    /// The ledger can be used.
    ///
    /// @param generation its name
    /// @param position   the position that it has reached
    record Sound(String generation, long position) implements LedgerCondition {}

    /// The ledger cannot be used; it has to be recovered.
    ///
    /// @param trouble     what is wrong with it
    /// @param description the same for people, one clause
    record Unusable(Trouble trouble, String description) implements LedgerCondition {}

    /// The condition of a ledger from before events were excluded.
    ///
    /// @param position where the exclusion takes effect
    static Unusable exclusionDue(long position) {
        return new Unusable(Trouble.EXCLUSION_DUE, "the decision at position " + position
                + " excludes events that the ledger still contains: `tidemark recover` takes them out");
    }

    /// What can be wrong with a ledger.
    enum Trouble {
        /// The generation in force is not there, and no other either.
        MISSING,
        /// There is a ledger, but not the one that these events feed, or one that has seen more events than there are.
        FOREIGN,
        /// It has lost commits that were on disk.
        BEHIND,
        /// It cannot be read.
        DAMAGED,
        /// A verification found it wrong.
        IN_DOUBT,
        /// Events were excluded after its position: it is right as far as it goes, and cannot go on.
        EXCLUSION_DUE
    }
}
