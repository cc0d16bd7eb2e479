package io.tidemark.core.port;

import io.tidemark.core.event.Sha256;
import org.jspecify.annotations.Nullable;

/// The one durable record of which ledger is in force and what is paused. Kept with the events, so that a lost or foreign ledger
/// is noticed. Safe for use by many threads.
public interface ControlItem {
    /// What the item says.
    ///
    /// @param generation     the ledger generation in force, or null before the first
    /// @param syncedPosition the position that the ledger is known to have on disk; a ledger behind it lost something
    /// @param pausedAt       a position at which processing stands still until it is resumed, or null; where attempts have no positions, the
    ///                       moment that they had to arrive by, in microseconds since 1970
    /// @param inDoubt        why the ledger is not to be trusted, after a verification that failed, or null
    /// @param provisional    what the generation in force still owes, or null when it is proven
    record State(@Nullable String generation, long syncedPosition, @Nullable Long pausedAt, @Nullable String inDoubt,
            @Nullable Provisional provisional) {
        /// The state before anything was processed.
        public static final State INITIAL = new State(null, 0, null, null);

        /// The state of a generation that owes nothing.
        public State(@Nullable String generation, long syncedPosition, @Nullable Long pausedAt,
                @Nullable String inDoubt) {
            this(generation, syncedPosition, pausedAt, inDoubt, null);
        }

        /// The same with another synced position.
        public State withSyncedPosition(long position) {
            return new State(generation, position, pausedAt, inDoubt, provisional);
        }

        /// The same with another pause.
        public State withPausedAt(@Nullable Long position) {
            return new State(generation, syncedPosition, position, inDoubt, provisional);
        }

        /// The same with another doubt.
        public State withInDoubt(@Nullable String why) {
            return new State(generation, syncedPosition, pausedAt, why, provisional);
        }

        /// The same generation, owing something else.
        public State withProvisional(@Nullable Provisional owed) {
            return new State(generation, syncedPosition, pausedAt, inDoubt, owed);
        }
    }

    /// A generation that came into force before it was proven: it was opened from a snapshot, business goes on with it, and the history
    /// before the snapshot is filled in behind and must meet it.
    ///
    /// @param base          the snapshot
    /// @param baseDigest    what tells its bytes from those of any other
    /// @param position      the position that the generation had reached when it came into force
    /// @param stateDigest   its state digest there
    /// @param previous      the generation that was in force before and is kept until this one is proven, or null
    /// @param openedMillis  how long it took from the beginning of the recovery until it was open for new events
    /// @param differing     how many accounts the history was found not to meet; 0 as long as it was not held against the snapshot
    record Provisional(String base, Sha256 baseDigest, long position, Sha256 stateDigest, @Nullable String previous,
            long openedMillis, long differing) {
        /// The same, found not to be met.
        public Provisional withDiffering(long accounts) {
            return new Provisional(base, baseDigest, position, stateDigest, previous, openedMillis, accounts);
        }
    }

    /// What the item says now.
    State read();

    /// Replaces what the item says, at once and durably: on return it is on disk.
    ///
    /// @param expected what the caller read before
    /// @param next     what it is to say
    /// @throws ConflictException when it says something else than expected; nothing is changed
    void update(State expected, State next);

    /// Someone else changed the item first.
    final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// A conflict between what was expected and what was found.
        public ConflictException(State expected, State found) {
            super("the control item says " + found + ", expected " + expected);
        }
    }
}
