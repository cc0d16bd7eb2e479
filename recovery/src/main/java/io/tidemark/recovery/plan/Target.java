package io.tidemark.recovery.plan;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// The moment that a recovery goes to.
public sealed interface Target {
    /// Everything that arrived at or before a moment.
    ///
    /// @param arrivalMicros the moment, in microseconds since 1970
    record AtTime(long arrivalMicros) implements Target {}

    /// Everything up to a position of the log.
    ///
    /// @param position the position, from 0
    record AtPosition(long position) implements Target {}

    /// Reads a target as people write it: `position:N`, or a time in ISO-8601 with an offset, such as
    /// `2026-11-22T17:10:00+01:00` or `2026-11-22T16:10:00.000001Z`. Nanoseconds beyond whole microseconds are cut off.
    ///
    /// @throws IllegalArgumentException with one line for people when it is neither
    static Target parse(String text) {
        String prefix = "position:";
        try {
            if (text.startsWith(prefix)) {
                long position = Long.parseLong(text.substring(prefix.length()));
                if (position < 0) {
                    throw new IllegalArgumentException("positions begin at 0: " + text);
                }
                return new AtPosition(position);
            }
            Instant time = OffsetDateTime.parse(text).toInstant();
            return new AtTime(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L),
                    time.getNano() / 1_000));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "not a time such as 2026-11-22T16:10:00Z, nor position:N: " + text, e);
        }
    }
}
