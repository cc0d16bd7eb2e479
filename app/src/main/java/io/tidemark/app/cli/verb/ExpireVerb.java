package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.port.Bucket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `expire`: empties the new bucket of what is settled and old.
@Command(name = "expire", header = "Moves old events that have an outcome out of the new bucket.",
        description = "Accepted events go to the archive bucket; rejected ones are in the rejected bucket already, and stay there."
                + " Events that wait, or that were not processed yet, stay in the new bucket, however old. The ledger is put on"
                + " disk first. May be run as often as you like.")
public final class ExpireVerb implements Callable<Integer> {
    private static final String DEFAULT_AGE = "1d";

    private final CommandContext context;

    @Option(names = "--older-than", paramLabel = "D",
            description = "Leave alone what arrived later: 90s, 15m, 1h, 1d. Default: " + DEFAULT_AGE)
    private String olderThan = DEFAULT_AGE;

    /// The command over that context.
    public ExpireVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Instant until = until();
        Expiry.Result result;
        try (Tidemark tidemark = context.open(Access.WRITE);
                ProgressLine progress = context.progress("looked at", "records")) {
            result = tidemark.expire(until, progress, context.stop());
        }
        Fields buckets = new Fields();
        for (Bucket bucket : Bucket.values()) {
            buckets.add(StatusVerb.name(bucket), result.buckets().getOrDefault(bucket, 0L));
        }
        context.show(new Fields().add("arrivedUpTo", until.toString()).add("archived", result.archived())
                .add("waiting", result.waiting()).add("undecided", result.undecided()).add("byBucket", buckets));
        return result.completed() ? ExitCodes.DONE : ExitCodes.INTERRUPTED;
    }

    private Instant until() {
        @Nullable Duration age = FollowOptions.duration(olderThan);
        if (age == null || age.isNegative()) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--older-than takes a length of time such as 90s, 15m, 1h or 1d: " + olderThan);
        }
        Instant now = context.clock().instant();
        return age.compareTo(Duration.between(Instant.EPOCH, now)) > 0 ? Instant.EPOCH : now.minus(age);
    }
}
