package io.tidemark.app.reading;

import io.tidemark.core.port.EventLog;

/// A place in an account's history.
public sealed interface Place {
    /// The present.
    record Now() implements Place {}

    /// After everything up to a position took effect.
    ///
    /// @param position the position, from 0
    record AtPosition(long position) implements Place {}

    /// After everything that had arrived at a moment took effect.
    ///
    /// @param arrivalMicros the moment, in microseconds since 1970
    record AtTime(long arrivalMicros) implements Place {}

    /// After the account's entry of that sequence.
    ///
    /// @param sequence the sequence, from 1
    record AtSequence(long sequence) implements Place {}

    /// The last position that belongs to it; every position for places that are not bound by one.
    default long lastPosition(EventLog log) {
        return switch (this) {
            case Now _,AtSequence _ -> Long.MAX_VALUE;
            case AtPosition(long position) -> position;
            case AtTime(long arrivalMicros) -> log.positionAt(arrivalMicros);
        };
    }

    /// The last sequence that belongs to it.
    default long lastSequence() {
        return switch (this) {
            case AtSequence(long sequence) -> sequence;
            case Now _,AtPosition _,AtTime _ -> Long.MAX_VALUE;
        };
    }
}
