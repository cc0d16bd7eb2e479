package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `plan` and `recover` are asked for.
final class RecoveryTarget {
    @Option(names = "--to", paramLabel = "T",
            description = "Recover everything that had arrived by then, and pause there: ISO-8601 with an offset, or"
                    + " position:N. Default: everything. With --exclude: events that arrived then or earlier.")
    private @Nullable String to;

    @Option(names = "--from-snapshot", paramLabel = "ID",
            description = "Start from this snapshot. Default: the newest undamaged one that is not after the target.")
    private @Nullable String fromSnapshot;

    @Option(names = "--rebuild", description = "Start from nothing, whatever there is.")
    private boolean rebuild;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    /// The target as it was written, or null when none was.
    @Nullable
    String to() {
        return to;
    }

    /// The events that are meant.
    SelectionOptions selection() {
        return selection;
    }

    /// The same as a request.
    ///
    /// @param readEvents whether to read all events that would be replayed
    /// @param operator   who excludes events, or null while it is only planned
    /// @param reason     why, or null while it is only planned
    /// @throws IOException when a file of keys cannot be read
    PlanRequest request(Tidemark tidemark, CommandContext context, boolean readEvents, @Nullable String operator,
            @Nullable String reason) throws IOException {
        if (rebuild && fromSnapshot != null) {
            throw new CommandFailure(ExitCodes.USAGE, "--rebuild starts from nothing, not from a snapshot");
        }
        if (selection.isExcluding()) {
            return new PlanRequest(null, fromSnapshot, rebuild, readEvents)
                    .withExclusion(selection.exclusion(tidemark, context, to, operator, reason));
        }
        if (selection.preview()) {
            throw new CommandFailure(ExitCodes.USAGE, "--preview shows what --exclude would come to");
        }
        Target target = to == null ? null : Targets.parse("--to", to);
        if (context.onAws() && target instanceof Target.AtPosition) {
            throw new CommandFailure(ExitCodes.USAGE, "--to: there are no positions on AWS: name a moment, such as"
                    + " 2026-11-22T16:10:00Z");
        }
        return new PlanRequest(target, fromSnapshot, rebuild, readEvents).withShown(selection.shown());
    }
}
