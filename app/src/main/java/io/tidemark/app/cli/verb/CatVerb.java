package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.LogRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cat`: an attempt's bytes, exactly.
@Command(name = "cat", header = "Writes the bytes of an event, exactly as they were put.",
        description = "The last attempt's bytes, or those of another one.")
public final class CatVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "KEY", description = "The event key.")
    private String key = "";

    @Option(names = "--attempt", paramLabel = "N", description = "Which attempt, from 1. Default: the last.")
    private @Nullable Integer attempt;

    /// The command over that context.
    public CatVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        EventKey eventKey = Keys.known(key);
        byte[] body;
        try (Tidemark tidemark = context.open(Access.READ)) {
            List<LogRecord.Attempt> attempts = tidemark.attempts(eventKey);
            if (attempts.isEmpty()) {
                throw Keys.unknown(key);
            }
            int version = attempt == null ? attempts.size() : attempt;
            if (version < 1 || version > attempts.size()) {
                throw new CommandFailure(ExitCodes.INCOMPLETE,
                        key + " has " + attempts.size() + " attempts, there is no attempt " + version);
            }
            body = attempts.get(version - 1).body().toBytes();
        }
        context.out().write(body);
        return ExitCodes.DONE;
    }
}
