package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import org.jspecify.annotations.Nullable;

/// What stands in arrival order: attempts, and the decisions of operators among them. Immutable.
public sealed interface LogRecord {
    /// The place in arrival order, from 1, without gaps; attempts and control records share one numbering.
    long position();

    /// When it arrived, in microseconds since 1970; never before that of an earlier position.
    long arrivalMicros();

    /// One version of the bytes under a key.
    ///
    /// @param position      see [LogRecord#position()]
    /// @param arrivalMicros see [LogRecord#arrivalMicros()]
    /// @param key           the event key
    /// @param version       its number among the attempts of the key, from 1, without gaps
    /// @param source        the channel that sent it, or null
    /// @param body          the bytes as they were put
    record Attempt(long position, long arrivalMicros, EventKey key, int version, @Nullable String source,
            Body body) implements LogRecord {}

    /// An operator's decision.
    ///
    /// @param position      see [LogRecord#position()]
    /// @param arrivalMicros see [LogRecord#arrivalMicros()]
    /// @param action        what was decided
    /// @param operator      who decided it
    /// @param reason        why, free text
    record Control(long position, long arrivalMicros, ControlAction action, String operator,
            String reason) implements LogRecord {}
}
