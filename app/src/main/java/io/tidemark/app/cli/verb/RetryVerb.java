package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `retry`: an operator has a rejected event judged again.
@Command(name = "retry", header = "Has a rejected event judged again.",
        description = "Its last rejected attempt is judged as accounts stand now. The event must stand rejected. The decision is kept in"
                + " order among the events.")
public final class RetryVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    /// The command over that context.
    public RetryVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        EventReport report;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            report = tidemark.retry(decision.key(), decision.operator(context), decision.reason());
            if (report == null) {
                throw decision.unfit(tidemark.event(decision.key()), "rejected");
            }
        }
        context.show(EventVerb.fields(report));
        return ExitCodes.DONE;
    }
}
