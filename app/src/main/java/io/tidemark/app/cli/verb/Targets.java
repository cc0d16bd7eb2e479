package io.tidemark.app.cli.verb;

import io.tidemark.app.reading.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Moments as they are given on the command line.
final class Targets {
    private static final String POSITION = "position:";

    private Targets() {}

    /// The place that an option names: `position:N`, or a time in ISO-8601 with an offset.
    ///
    /// @throws CommandFailure of usage when it is neither
    static Place parse(String option, String text) {
        try {
            if (text.startsWith(POSITION)) {
                return new Place.AtPosition(Long.parseUnsignedLong(text.substring(POSITION.length())));
            }
            Instant time = OffsetDateTime.parse(text).toInstant();
            return new Place.AtTime(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L),
                    time.getNano() / 1000));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new CommandFailure(ExitCodes.USAGE,
                    option + ": neither a time such as 2026-11-22T16:10:00Z nor position:N: " + text, e);
        }
    }
}
