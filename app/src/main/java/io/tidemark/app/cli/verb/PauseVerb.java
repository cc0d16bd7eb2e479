package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pause`: stops the processing of everything, or of some accounts.
@Command(name = "pause", header = "Pauses processing, of everything or of some accounts.",
        description = "Events can still be put; they wait. `resume` lets processing go on. Of single accounts, what touches one is held and"
                + " everything else goes on; an account may be paused before it exists.")
public final class PauseVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "ACCOUNT", description = "The accounts. Default: everything.")
    private List<String> accounts = List.of();

    @Mixin
    private PauseOptions options = new PauseOptions();

    /// The command over that context.
    public PauseVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Set<String> named = PauseOptions.accounts(accounts);
        Set<String> changed;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            changed = tidemark.pause(named, options.operator(context), options.reason());
            for (String account : changed) {
                if (tidemark.account(account) == null) {
                    context.warn("account " + account + " is not open yet; what would open it is held from now on");
                }
            }
        }
        context.show(PauseOptions.fields(new Fields().add("paused", true), "alreadyPaused", named, changed));
        return ExitCodes.DONE;
    }
}
