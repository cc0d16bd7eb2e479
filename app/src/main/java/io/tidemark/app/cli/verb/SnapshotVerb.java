package io.tidemark.app.cli.verb;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `snapshot`: above the commands that make, show and remove snapshots; alone it explains their usage.
@Command(name = "snapshot", header = "Takes, shows, verifies and removes snapshots.",
        synopsisSubcommandLabel = "COMMAND",
        description = "A snapshot holds every account's state at one position: a recovery starts from it, and the history before"
                + " it must meet it.")
public final class SnapshotVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private SnapshotVerb() {}

    /// The command with those below it.
    public static CommandLine over(CommandContext context) {
        return new CommandLine(new SnapshotVerb()).addSubcommand("create", new SnapshotCreateVerb(context))
                .addSubcommand("list", new SnapshotListVerb(context))
                .addSubcommand("show", new SnapshotShowVerb(context))
                .addSubcommand("verify", new SnapshotVerifyVerb(context))
                .addSubcommand("prune", new SnapshotPruneVerb(context))
                .addSubcommand("delete", new SnapshotDeleteVerb(context));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}
