package io.tidemark.app.cli.render;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Arrival times as text.
public final class Moments {
    private static final DateTimeFormatter MICROS = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 24 * 3600;

    private Moments() {}

    /// A moment in UTC with microseconds, such as `2026-01-02T03:04:05.000006Z`: the same text can be given where a command
    /// takes a time.
    ///
    /// @param micros microseconds since 1970
    public static String format(long micros) {
        return MICROS.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * 1000));
    }

    /// A length of time as people say it, such as `3 d 4 h`, `2 min 5 s` or `9 s`.
    ///
    /// @param seconds from 0
    public static String duration(long seconds) {
        if (seconds >= SECONDS_PER_DAY) {
            return seconds / SECONDS_PER_DAY + " d " + seconds / 3600 % 24 + " h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }
}
