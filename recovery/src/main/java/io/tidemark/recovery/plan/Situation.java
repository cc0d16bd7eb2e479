package io.tidemark.recovery.plan;

import io.tidemark.core.event.Sha256;
import org.jspecify.annotations.Nullable;

/// How the ledger in force was found.
///
/// @param kind        what it comes to
/// @param description the same for people, one clause
/// @param generation  the generation in force, or null when nothing was ever processed
/// @param position    the position that the ledger has reached, or null when it cannot be read
/// @param pausedAt    the position at which processing is paused, or null
/// @param history     how far the history of a ledger is that is not proven yet, or null
public record Situation(Kind kind, String description, @Nullable String generation, @Nullable Long position,
        @Nullable Long pausedAt, @Nullable History history) {

    /// A situation without a history to be filled in.
    public Situation(Kind kind, String description, @Nullable String generation, @Nullable Long position,
            @Nullable Long pausedAt) {
        this(kind, description, generation, position, pausedAt, null);
    }

    /// The history of a ledger that came into force before it was proven.
    ///
    /// @param snapshot     the snapshot that it was opened from, or null when nothing says so
    /// @param identity     what tells that from any other, see [io.tidemark.recovery.snapshot.SnapshotManifest#identity()], or null
    /// @param openedAt     the position at which it came into force
    /// @param from         the first position from which on it has a history without a gap
    /// @param filledTo     the position up to which it is filled in from the beginning
    public record History(@Nullable String snapshot, @Nullable Sha256 identity, long openedAt, long from,
            long filledTo) {}

    /// What a ledger can come to.
    public enum Kind {
        /// Nothing was ever processed.
        UNBORN,
        /// The ledger can be used.
        FINE,
        /// The ledger can be used; its history is not filled in as a whole, or not proven yet.
        PROVISIONAL,
        /// The ledger can be used; its history does not meet the snapshot that it was opened from.
        NOT_MET,
        /// The ledger can be used; it was recovered without events that are lost, and accounts are paused for that.
        WITHOUT_LOST,
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
        return switch (kind) {
            case UNBORN, FINE, PROVISIONAL, NOT_MET, WITHOUT_LOST -> true;
            case LOST, FOREIGN, BEHIND, DAMAGED, IN_DOUBT, EXCLUSION_DUE -> false;
        };
    }
}
