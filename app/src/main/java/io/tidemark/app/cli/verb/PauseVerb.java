package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `pause`: stops the processing of everything, or of some accounts.
@Command(name = "pause", header = "Pauses processing, of everything or of some accounts.",
        description = "Events can still be put; they wait. `resume` lets processing go on. In a home, everything is paused or nothing.")
public final class PauseVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "ACCOUNT", description = "The accounts. Default: everything.")
    private List<String> accounts = List.of();

    /// The command over that context.
    public PauseVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            tidemark.pause(Set.copyOf(accounts));
        }
        context.show(new Fields().add("paused", true).addAll("accounts", accounts, Value::of));
        return ExitCodes.DONE;
    }
}
