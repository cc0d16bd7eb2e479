package io.tidemark.app.cli.verb;

import io.tidemark.TidemarkOptions;
import io.tidemark.app.cli.render.Display;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.demo.Demo;
import io.tidemark.app.demo.DemoEvents;
import io.tidemark.app.demo.DemoRefusedException;
import io.tidemark.app.demo.Disaster;
import io.tidemark.app.demo.Narrator;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: keeps accounts from events, loses them, brings them back and proves it, before everybody's eyes.
@Command(name = "demo", header = "Loses a ledger and brings it back, step by step, and proves the result.",
        description = {
                "Works in --home (default: ./tidemark-demo), which must be absent or an earlier demonstration's; that one is deleted"
                        + " first. Leaves it there to look around.",
                "Ends with 0 only if every claim that it makes was found to hold."})
public final class DemoVerb implements Callable<Integer> {
    private static final long EVENTS = 50_000;
    private static final long DISASTER_EVENTS = 60_000;
    private static final long SEED = 1;

    private final CommandContext context;

    @Option(names = "--events", paramLabel = "FILE",
            description = "A bundle to show it with (see put). Default: 50,000 generated events")
    private @Nullable Path events;

    @Option(names = "--disaster",
            description = "The worst day: a ledger is lost in the middle of live traffic, with events new, archived, in bundles and"
                    + " frozen, and one of three snapshots damaged. Default: 60,000 generated events")
    private boolean disaster;

    /// The command over that context.
    public DemoVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (context.onAws()) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "demo works in a home that it makes and loses: leave --store aws out");
        }
        boolean people = context.globals().output() == OutputFormat.TABLE;
        Path home = context.globals().homeOr(Path.of("tidemark-demo"));
        TidemarkOptions options = context.options(Access.CREATE);
        Demo.Result result;
        try {
            // A program that reads the answer gets the answer alone.
            Story story = new Story(people ? context.out() : context.err());
            result = disaster
                    ? Disaster.run(home, events(DISASTER_EVENTS), options, Disaster.THAWING, story, context.stop())
                    : Demo.run(home, events(EVENTS), options, story, context.stop());
        } catch (DemoRefusedException e) {
            throw new CommandFailure(switch (e.reason()) {
                case NOT_ITS_OWN -> ExitCodes.REFUSED;
                case NO_EVENTS -> ExitCodes.INCOMPLETE;
            }, FailureLine.of(e.getMessage()), e);
        } catch (CancellationException _) {
            return ExitCodes.INTERRUPTED;
        }
        if (people) {
            sayWhatNext(result);
        } else {
            context.show(new Fields().add("proven", result.isProven()).add("checks", result.checks())
                    .addAll("failed", result.failed(), Value::of).add("home", result.home().toString()));
        }
        if (!result.isProven()) {
            throw new CommandFailure(ExitCodes.DIFFERENCE, result.failed().size() + " of " + result.checks()
                    + " claims do not hold; the first: " + result.failed().getFirst());
        }
        return ExitCodes.DONE;
    }

    private DemoEvents events(long usual) throws IOException {
        if (events == null) {
            return DemoEvents.generated(new GeneratorOptions(usual, GeneratorOptions.usualAccounts(usual), SEED));
        }
        try {
            return DemoEvents.of(events);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, events + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void sayWhatNext(Demo.Result result) {
        Story story = new Story(context.out());
        // From a clone, the program is started by the script that stands there.
        String tidemark = (Files.isExecutable(Path.of("tidemark")) ? "  ./tidemark" : "  tidemark") + " --home "
                + result.home() + " ";
        story.say("");
        story.say(result.isProven()
                ? "All " + result.checks() + " claims hold: nothing was lost, and nothing was made up."
                : result.failed().size() + " of " + result.checks() + " claims do not hold.");
        story.say("Everything is in " + result.home() + ". Look around:");
        story.say(tidemark + "status");
        story.say(tidemark + "account " + result.sample() + " --statement");
        story.say(tidemark + "ls --bucket rejected --limit 10");
        story.say("Or lose the ledger yourself:");
        story.say("  rm -r " + result.home() + "/ledger");
        story.say(tidemark + "plan");
        story.say(tidemark + "recover --yes");
        story.say(tidemark + "verify");
    }

    /// The story as text.
    private static final class Story implements Narrator {
        private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

        private final OutputStream out;

        Story(OutputStream out) {
            this.out = out;
        }

        @Override
        public void step(int number, String title) {
            say("");
            say(number + "/" + Demo.STEPS + "  " + title);
        }

        @Override
        public void say(String text) {
            try {
                out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void table(List<String> header, List<List<String>> rows) {
            Rows<List<String>> table = Rows.of(rows);
            for (int i = 0; i < header.size(); i++) {
                int column = i;
                table.column(header.get(i), row -> cell(row.get(column)));
            }
            try {
                Display.of(OutputFormat.TABLE, out).show(table);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Value cell(String text) {
            return WHOLE.matcher(text).matches() ? Value.of(Long.parseLong(text)) : Value.of(text);
        }

        @Override
        public void check(boolean holds, String claim) {
            say((holds ? "[proven] " : "[WRONG]  ") + claim);
        }
    }
}
