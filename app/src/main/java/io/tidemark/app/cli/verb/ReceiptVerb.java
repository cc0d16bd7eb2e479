package io.tidemark.app.cli.verb;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `receipt`: above the commands that show and check receipts; alone it explains their usage.
@Command(name = "receipt",
        header = "Shows and checks receipts of recoveries and verifications, and makes keys to sign them.",
        synopsisSubcommandLabel = "COMMAND",
        description = "Every recover and verify leaves a receipt: what was looked at, what it came to, what of it was proven. What each figure"
                + " is and how to recompute it stands in docs/formats.md.")
public final class ReceiptVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private ReceiptVerb() {}

    /// The command with those below it.
    public static CommandLine over(CommandContext context) {
        return new CommandLine(new ReceiptVerb()).addSubcommand("list", new ReceiptListVerb(context))
                .addSubcommand("show", new ReceiptShowVerb(context))
                .addSubcommand("verify", new ReceiptVerifyVerb(context))
                .addSubcommand("keygen", new ReceiptKeygenVerb(context));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}
