package io.tidemark.app.cli.verb;

import io.tidemark.core.port.Thaw;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How bundles are thawed.
final class ThawOptions {
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Option(names = "--tier", paramLabel = "TIER",
            description = "How quickly to thaw: expedited, standard or bulk. Default: standard")
    private String tier = "standard";

    @Option(names = "--keep", paramLabel = "D",
            description = "How long thawed bundles can be read: 90s, 15m, 1h, 7d. Default: 7d")
    private String keep = "7d";

    @Option(names = "--delay", paramLabel = "D",
            description = "In a home: how long thawing takes, in place of what the tier takes on S3 (5 minutes to 2 days).")
    private @Nullable String delay;

    /// The same as a request.
    Thaw request() {
        return new Thaw(tier(), time("--keep", keep, false), delay == null ? null : time("--delay", delay, true));
    }

    private Thaw.Tier tier() {
        for (Thaw.Tier each : Thaw.Tier.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(tier.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new CommandFailure(ExitCodes.USAGE, "--tier takes expedited, standard or bulk: " + tier);
    }

    private static Duration time(String option, String text, boolean orNone) {
        Duration time = FollowOptions.duration(text);
        if (time == null || time.isNegative() || (time.isZero() && !orNone) || time.compareTo(LONGEST) > 0) {
            throw new CommandFailure(ExitCodes.USAGE,
                    option + " takes a length of time such as 90s, 15m, 1h or 7d, up to ten years: " + text);
        }
        return time;
    }
}
