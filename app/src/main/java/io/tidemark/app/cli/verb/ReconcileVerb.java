package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.pipeline.each.Reconciler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `reconcile`: finds what no notification ever told of.
@Command(name = "reconcile", header = "Finds events in the bucket that no notification told of, and feeds them in.",
        description = {
                "Holds the bucket for new events against the index, and routes every attempt without an outcome; `process`, or the"
                        + " functions, judge it. Can be run at any time and any number of times: nothing takes effect twice.",
                "In a home there is nothing to find: what was put is processed in its order."})
public final class ReconcileVerb implements Callable<Integer> {
    private static final String DEFAULT_AGE = "15m";

    private final CommandContext context;

    @Option(names = "--older-than", paramLabel = "D",
            description = "Leave alone what arrived later, since its notification may be on its way: 90s, 15m, 1h, 1d. Default: "
                    + DEFAULT_AGE)
    private String olderThan = DEFAULT_AGE;

    /// The command over that context.
    public ReconcileVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Duration age = age();
        Reconciler.Found found;
        try (Tidemark tidemark = context.open(Access.READ);
                ProgressLine progress = context.progress("found", "events")) {
            long[] told = {0};
            found = tidemark.reconcile(context.clock().instant().minus(age), _ -> progress.at(++told[0], 0),
                    context.stop());
        }
        context.show(new Fields().add("looked", found.looked()).add("tooYoung", found.tooYoung()).add("routed",
                found.routed()));
        return found.completed() ? ExitCodes.DONE : ExitCodes.INTERRUPTED;
    }

    private Duration age() {
        @Nullable Duration age = FollowOptions.duration(olderThan);
        if (age == null || age.isNegative()) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--older-than takes a length of time such as 90s, 15m, 1h or 1d: " + olderThan);
        }
        return age;
    }
}
