package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.snapshot.Retention;
import io.tidemark.recovery.snapshot.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `snapshot prune`: removes the snapshots that a policy does not keep.
@Command(name = "prune", header = "Removes the snapshots that a policy does not keep.",
        description = "Kept are the last snapshot of each of so many hours, days and months (in UTC) that have one, the newest"
                + " in any case, and damaged ones, which are evidence until they are deleted.")
final class SnapshotPruneVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--keep-hourly", paramLabel = "N", description = "Keep the last of each of N hours.")
    private @Nullable Integer hourly;

    @Option(names = "--keep-daily", paramLabel = "N", description = "Keep the last of each of N days.")
    private @Nullable Integer daily;

    @Option(names = "--keep-monthly", paramLabel = "N", description = "Keep the last of each of N months.")
    private @Nullable Integer monthly;

    SnapshotPruneVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (hourly == null && daily == null && monthly == null) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "say what to keep: --keep-hourly N, --keep-daily N, --keep-monthly N, or some of them");
        }
        Retention retention = new Retention(checked(hourly), checked(daily), checked(monthly));
        List<String> removed;
        List<String> kept;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            Snapshots snapshots = tidemark.snapshots();
            removed = snapshots.prune(retention);
            kept = snapshots.ids();
        }
        context.show(new Fields().addAll("removed", removed, Value::of).addAll("kept", kept, Value::of));
        return ExitCodes.DONE;
    }

    private static int checked(@Nullable Integer number) {
        if (number != null && number < 0) {
            throw new CommandFailure(ExitCodes.USAGE, "cannot keep fewer than 0 snapshots");
        }
        return number == null ? 0 : number;
    }
}
