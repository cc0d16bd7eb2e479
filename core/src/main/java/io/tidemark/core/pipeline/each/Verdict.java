package io.tidemark.core.pipeline.each;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of an attempt that was to be judged. Immutable.
///
/// @param attempt  which one
/// @param kind     what became of it
/// @param code     why, when it was rejected; otherwise null
/// @param again    whether that had been decided before, so that nothing changed now
/// @param released what became of the follow-ups that it released
public record Verdict(AttemptId attempt, Kind kind, @Nullable RejectionCode code, boolean again,
        List<Verdict> released) {
    /// What can become of an attempt.
    public enum Kind {
        /// It took effect.
        ACCEPTED,
        /// It was refused.
        REJECTED,
        /// It waits for its original.
        WAITING,
        /// An earlier attempt had its bytes.
        DUPLICATE,
        /// The key did not stand as an operator's decision needs it to; nothing changed.
        UNCHANGED,
        /// No bucket has it.
        MISSING;

        static Kind of(@Nullable OutcomeState state) {
            return switch (state) {
                case null -> DUPLICATE;
                case ACCEPTED -> ACCEPTED;
                case REJECTED -> REJECTED;
                case WAITING -> WAITING;
            };
        }
    }
}
