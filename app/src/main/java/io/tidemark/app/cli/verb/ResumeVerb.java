package io.tidemark.app.cli.verb;

import io.tidemark.Resumed;
import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `resume`: lifts the pause that `pause` made or that a recovery to a moment left.
@Command(name = "resume",
        header = "Lifts a pause: of accounts; of everything, on AWS; with --forward, of a home, or the one that recover --to left.",
        description = "What was held for an account is judged, in the order in which it arrived, and takes effect now.")
public final class ResumeVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--forward",
            description = "Go on with everything that arrived after the pause that recover --to left, in order.")
    private boolean forward;

    @Parameters(arity = "0..*", paramLabel = "ACCOUNT", description = "The accounts that go on. Default: everything.")
    private List<String> accounts = List.of();

    @Mixin
    private PauseOptions options = new PauseOptions();

    /// The command over that context.
    public ResumeVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!forward) {
            return resume();
        }
        if (!accounts.isEmpty()) {
            throw new CommandFailure(ExitCodes.USAGE, "--forward goes on with everything: name no accounts beside it");
        }
        Resumed resumed;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            resumed = tidemark.goForward();
        }
        context.show(new Fields().add("resumed", resumed.wasPaused())
                .add("pausedAt", resumed.moment() == null
                        ? Value.ofNullable(resumed.position())
                        : Value.of(resumed.moment().toString()))
                .add("toProcess", resumed.toProcess()));
        return ExitCodes.DONE;
    }

    private int resume() throws IOException {
        if (!context.onAws() && accounts.isEmpty()) {
            // A pause of a home may be one that recover --to left: what comes after it is not let in by a slip.
            throw new CommandFailure(ExitCodes.USAGE,
                    "in a home, name the accounts that go on, or say --forward to go on with everything");
        }
        Set<String> named = PauseOptions.accounts(accounts);
        Set<String> changed;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            changed = tidemark.resume(named, options.operator(context), options.reason());
        }
        context.show(PauseOptions.fields(new Fields().add("resumed", named.isEmpty() || !changed.isEmpty()),
                "notPaused", named, changed));
        return ExitCodes.DONE;
    }
}
