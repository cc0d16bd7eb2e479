package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reject`: an operator ends the wait of an event.
@Command(name = "reject", header = "Ends the wait of an event for its original: it is rejected.",
        description = "The event must wait. The decision is kept in order among the events.")
public final class RejectVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    /// The command over that context.
    public RejectVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        EventReport report;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            report = tidemark.reject(decision.key(), decision.operator(context), decision.reason());
            if (report == null) {
                throw decision.unfit(tidemark.event(decision.key()), "waiting");
            }
        }
        context.show(EventVerb.fields(report));
        return ExitCodes.DONE;
    }
}
