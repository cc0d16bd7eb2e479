package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.reading.Status;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `resume`: lifts the pause that a recovery to a moment left.
@Command(name = "resume", header = "Lifts the pause that recover --to left, so that later events are processed.")
public final class ResumeVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--forward", required = true,
            description = "Go on with everything that arrived after the pause, in order.")
    private boolean forward;

    /// The command over that context.
    public ResumeVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!forward) {
            throw new CommandFailure(ExitCodes.USAGE, "--forward is the one way to go on");
        }
        Long pausedAt;
        Status status;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            pausedAt = tidemark.resumeForward();
            status = tidemark.status();
        }
        long reached = status.ledger() == null ? 0 : status.ledger().position();
        context.show(new Fields().add("resumed", pausedAt != null).add("pausedAt", Value.ofNullable(pausedAt))
                .add("toProcess", status.position() - reached));
        return ExitCodes.DONE;
    }
}
