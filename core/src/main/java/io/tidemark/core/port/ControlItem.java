package io.tidemark.core.port;

import org.jspecify.annotations.Nullable;

/// The one durable record of which ledger is in force and what is paused. Kept with the events, so that a lost or foreign ledger
/// is noticed. Safe for use by many threads.
public interface ControlItem {
    /// What the item says.
    ///
    /// @param generation     the ledger generation in force, or null before the first
    /// @param syncedPosition the position that the ledger is known to have on disk; a ledger behind it lost something
    /// @param pausedAt       a position at which processing stands still until it is resumed, or null
    /// @param inDoubt        why the ledger is not to be trusted, after a verification that failed, or null
    record State(@Nullable String generation, long syncedPosition, @Nullable Long pausedAt, @Nullable String inDoubt) {
        /// The state before anything was processed.
        public static final State INITIAL = new State(null, 0, null, null);

        /// The same with another synced position.
        public State withSyncedPosition(long position) {
            return new State(generation, position, pausedAt, inDoubt);
        }

        /// The same with another pause.
        public State withPausedAt(@Nullable Long position) {
            return new State(generation, syncedPosition, position, inDoubt);
        }

        /// The same with another doubt.
        public State withInDoubt(@Nullable String why) {
            return new State(generation, syncedPosition, pausedAt, why);
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
