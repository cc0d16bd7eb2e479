package io.tidemark.recovery.replay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/// Names of generations: `g20261122T161000.123Z` for the moment at which one was begun, and `-2`, `-3` and so on behind it when there
/// is one of that name already. Their order is that of their making.
public final class GenerationNames {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("'g'uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private GenerationNames() {}

    /// A name that is free.
    ///
    /// @param now   the moment
    /// @param taken names that are not
    public static String next(Instant now, Collection<String> taken) {
        String name = TIME.format(now);
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }
}
