package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Thaw;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `thaw`: asks for bundles to be brought back from cold storage.
@Command(name = "thaw", header = "Asks for bundles to be brought back from cold storage.",
        description = "Comes back at once; `bundle list` says when they can be read. Those that are being thawed already are kept"
                + " at hand for as long as was asked now.")
public final class ThawVerb implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final CommandContext context;

    @Mixin
    private BundleChoice choice = new BundleChoice();

    @Option(names = "--tier", paramLabel = "TIER",
            description = "expedited, standard or bulk. Default: standard")
    private String tier = "standard";

    @Option(names = "--keep", paramLabel = "D",
            description = "How long they can be read then: 90s, 15m, 1h, 7d. Default: 7d")
    private String keep = "7d";

    @Option(names = "--delay", paramLabel = "D",
            description = "In a home: how long thawing takes, in place of what the tier takes on S3 (5 minutes to 2 days).")
    private @Nullable String delay;

    /// The command over that context.
    public ThawVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Thaw how = new Thaw(tier(), time("--keep", keep, false), delay == null ? null : time("--delay", delay, true));
        List<Bundles.Bundle> thawing;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            Bundles bundles = tidemark.bundles();
            thawing = bundles.thaw(choice.of(bundles.list()), how);
        }
        context.show(BundleListVerb.rows(thawing, context.clock().instant()));
        return ExitCodes.DONE;
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
