package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.receipt.SigningKey;
import io.tidemark.recovery.verify.VerifyReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `verify`: has the second reader fold all events again and compares everything.
@Command(name = "verify", header = "Folds all events again by a second, simpler reader and compares everything.",
        description = {
                "Compared are all entries, balances, chain heads (with every snapshot's too), outcomes and buckets. The exit"
                        + " code is 3 when something differs: each difference is listed, and the ledger is marked as not to be"
                        + " trusted until it is recovered.",
                "While `process --follow` has the home, it verifies what it had come to at a moment, and goes on meanwhile.",
                "Beside a process that is writing, the last commit is verified, nothing is marked, and the receipt is kept all the"
                        + " same where the home may be written."})
public final class VerifyVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    /// The command over that context.
    public VerifyVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        // Beside an owner that cannot be reached, or is recovering, the last commit can be verified all the same.
        context.handOver(Access.READ);
        VerifyReport report;
        try (Tidemark tidemark = open(signing.key(context));
                ProgressLine progress = context.cuttingProgress("verified", "records")) {
            report = tidemark.verify(progress);
        }
        if (report == null) {
            throw new CommandFailure(ExitCodes.INCOMPLETE,
                    context.place() + ": nothing was processed yet, so there is nothing to verify");
        }
        report.warnings().forEach(warning -> context.warn(FailureLine.of(warning)));
        context.warnOfReceipt(report.receipt());
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
        if (report.damage().isEmpty()) {
            context.tell("tidemark: what is there is what the events say, and the history before position "
                    + report.grounds().historyFrom() + " is not there yet" + Histories.WAY_OUT);
            return ExitCodes.INCOMPLETE;
        }
        context.tell("tidemark: events cannot be read: " + FailureLine.of(report.damage().getFirst()));
        return ExitCodes.INCOMPLETE;
    }

    private Tidemark open(@Nullable SigningKey key) {
        try {
            return context.openHere(context.options(Access.WRITE).withSigningKey(key));
        } catch (StorageException e) {
            return switch (e.kind()) {
                case LOCKED, READ_ONLY -> {
                    context.warn("verified as of the last commit, and nothing will be marked: "
                            + FailureLine.of(e.getMessage()));
                    yield context.openHere(context.options(Access.READ).withSigningKey(key));
                }
                case DAMAGED, UNSUPPORTED_FORMAT, MISSING, FROZEN, FULL, FAILED -> throw e;
            };
        }
    }
}
