package io.tidemark.app.cli.verb;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How `process` goes on following.
final class FollowOptions {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

    @Option(names = "--follow", description = {
            "Do not end: take files as they are dropped into the inbox, put them and process them, until Ctrl-C or SIGTERM.",
            "The home belongs to this process meanwhile. Other commands of the same user reach it through a socket in the home and"
                    + " are run there."})
    private boolean follow;

    @Option(names = "--inbox", paramLabel = "DIR", description = {
            "With --follow: the inbox. Default: inbox in the home. Files must be complete when they appear: rename them into"
                    + " place. Names that begin with a point are passed over.",
            "What was put is moved to .done in it; files of which something was refused to .refused, with the reasons beside"
                    + " them."})
    private @Nullable Path inbox;

    @Option(names = "--snapshot-every", paramLabel = "D",
            description = "With --follow: take a snapshot so often, when something was processed since the last: 90s, 15m, 1h, 1d.")
    private @Nullable String snapshotEvery;

    boolean follow() {
        if (!follow && (inbox != null || snapshotEvery != null)) {
            throw new CommandFailure(ExitCodes.USAGE, "--inbox and --snapshot-every go with --follow");
        }
        return follow;
    }

    Path inbox(Path home) {
        return inbox == null ? home.resolve("inbox") : inbox;
    }

    /// How often to take a snapshot, or null for never; on AWS, where the bucket is the way in.
    @Nullable
    Duration every() {
        if (inbox != null) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--inbox is of a home: on AWS put events with `tidemark --store aws put`, or into the bucket");
        }
        return snapshotEvery();
    }

    /// How often to take a snapshot, or null for never.
    @Nullable
    Duration snapshotEvery() {
        if (snapshotEvery == null) {
            return null;
        }
        Duration every = duration(snapshotEvery);
        if (every == null || every.isNegative() || every.isZero()) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--snapshot-every takes a length of time such as 90s, 15m, 1h or 1d: " + snapshotEvery);
        }
        return every;
    }

    /// A length of time such as `90s` or `PT90S`, or null when it is none.
    static @Nullable Duration duration(String text) {
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        try {
            if (!matcher.matches()) {
                return Duration.parse(text);
            }
        } catch (DateTimeParseException e) {
            return null;
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
