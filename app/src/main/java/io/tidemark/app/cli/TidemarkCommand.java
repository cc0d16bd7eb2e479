package io.tidemark.app.cli;

import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.app.cli.verb.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `tidemark` itself, above all others: without a command it explains its usage.
@Command(name = "tidemark", version = "tidemark 0.1.0", synopsisSubcommandLabel = "COMMAND",
        description = "Keeps accounts from events, and proves the state it restores from them.")
final class TidemarkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final GlobalOptions globals;

    TidemarkCommand(GlobalOptions globals) {
        this.globals = globals;
    }

    GlobalOptions globals() {
        return globals;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}
