package io.tidemark.recovery.plan;

import org.jspecify.annotations.Nullable;

/// How the ledger in force was found.
///
/// @param kind        what it comes to
/// @param description the same for people, one clause
/// @param generation  the generation in force, or null when nothing was ever processed
/// @param position    the position that the ledger has reached, or null when it cannot be read
/// @param pausedAt    the position at which processing is paused, or null
public record Situation(Kind kind, String description, @Nullable String generation, @Nullable Long position,
        @Nullable Long pausedAt) {

    /// What a ledger can come to.
    public enum Kind {
        /// Nothing was ever processed.
        UNBORN,
        /// The ledger can be used.
        FINE,
        /// The generation in force is not there, and no other either.
        LOST,
        /// There is a ledger, but not the one that these events feed.
        FOREIGN,
        /// The ledger has lost what it had on disk.
        BEHIND,
        /// The ledger cannot be read.
        DAMAGED,
        /// A verification found the ledger wrong.
        IN_DOUBT,
        /// Events were excluded that the ledger still contains.
        EXCLUSION_DUE
    }

    /// Whether the ledger needs no recovery.
    public boolean isUsable() {
        return kind == Kind.FINE || kind == Kind.UNBORN;
    }
}
