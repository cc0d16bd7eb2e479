package io.tidemark.app.cli.verb;

import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `plan` and `recover` are asked for.
final class RecoveryTarget {
    @Option(names = "--to", paramLabel = "T",
            description = "Recover everything that had arrived by then, and pause there: ISO-8601 with an offset, or"
                    + " position:N. Default: everything.")
    private @Nullable String to;

    @Option(names = "--from-snapshot", paramLabel = "ID",
            description = "Start from this snapshot. Default: the newest undamaged one that is not after the target.")
    private @Nullable String fromSnapshot;

    @Option(names = "--rebuild", description = "Start from nothing, whatever there is.")
    private boolean rebuild;

    /// The target as it was written, or null when none was.
    @Nullable
    String to() {
        return to;
    }

    /// The same as a request.
    ///
    /// @param readEvents whether to read all events that would be replayed
    PlanRequest request(boolean readEvents) {
        if (rebuild && fromSnapshot != null) {
            throw new CommandFailure(ExitCodes.USAGE, "--rebuild starts from nothing, not from a snapshot");
        }
        Target target = to == null ? null : Targets.parse("--to", to);
        return new PlanRequest(target, fromSnapshot, rebuild, readEvents);
    }
}
