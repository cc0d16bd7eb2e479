package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.verify.VerifyReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `verify`: has the second reader fold all events again and compares everything.
@Command(name = "verify", header = "Folds all events again by a second, simpler reader and compares everything.",
        description = {
                "Compared are all entries, balances, chain heads (with every snapshot's too), outcomes and buckets. The exit"
                        + " code is 3 when something differs: each difference is listed, and the ledger is marked as not to be"
                        + " trusted until it is recovered.",
                "Beside a process that is writing, the last commit is verified, and nothing is marked."})
public final class VerifyVerb implements Callable<Integer> {
    private final CommandContext context;

    /// The command over that context.
    public VerifyVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        VerifyReport report;
        try (Tidemark tidemark = open(); ProgressLine progress = context.progress("verified", "records")) {
            report = tidemark.verify(progress);
        }
        if (report == null) {
            throw new CommandFailure(ExitCodes.INCOMPLETE,
                    context.place() + ": nothing was processed yet, so there is nothing to verify");
        }
        report.warnings().forEach(warning -> context.warn(FailureLine.of(warning)));
        context.show(context.globals().output() == OutputFormat.TABLE
                ? Summaries.of(report)
                : Trees.fields(report.toTree()));
        if (report.isProven()) {
            return ExitCodes.DONE;
        }
        if (report.differences().total() > 0) {
            context.tell("tidemark: the ledger is not what the events say ("
                    + Summaries.differencesText(report.differences())
                    + "); run `tidemark plan`");
            return ExitCodes.DIFFERENCE;
        }
        context.tell("tidemark: events cannot be read: " + FailureLine.of(report.damage().getFirst()));
        return ExitCodes.INCOMPLETE;
    }

    private Tidemark open() {
        try {
            return context.open(Access.WRITE);
        } catch (StorageException e) {
            return switch (e.kind()) {
                case LOCKED, READ_ONLY -> {
                    context.warn("verified as of the last commit, and nothing will be marked: "
                            + FailureLine.of(e.getMessage()));
                    yield context.open(Access.READ);
                }
                case DAMAGED, UNSUPPORTED_FORMAT, MISSING, FULL, FAILED -> throw e;
            };
        }
    }
}
