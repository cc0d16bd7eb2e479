package io.tidemark.recovery.replay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names of generations: `g20261122T161000.123Z` for the moment at which one was begun, or one shortly after it. Their order is that
/// of their making, even where the clock was set back.
public final class GenerationNames {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("'g'uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("g[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z");

    private GenerationNames() {}

    /// A name that comes after all that are taken.
    ///
    /// @param now   the moment
    /// @param taken names that are not free
    public static String next(Instant now, Collection<String> taken) {
        String name = TIME.format(now);
        String last = taken.stream().filter(each -> NAME.matcher(each).matches()).max(String::compareTo).orElse("");
        return name.compareTo(last) > 0 ? name : TIME.format(TIME.parse(last, Instant::from).plusMillis(1));
    }
}
