package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.generate.EventGenerator;
import io.tidemark.app.generate.GeneratedFile;
import io.tidemark.app.generate.GeneratorOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `generate`: writes a stream of lifelike events that a seed determines, to a file, to a folder file by file, or to the
/// standard output.
@Command(name = "generate", header = "Writes lifelike events, as lines for put: the same for the same seed, always.",
        description = {
                "A file is there as a whole or not at all. A folder gets one whole file after the other, so that"
                        + " `process --follow --inbox` can take them as they come."})
public final class GenerateVerb implements Callable<Integer> {
    private static final Pattern FILE_NAME = Pattern.compile(".*\\.(ndjson|jsonl|gz|zst)");
    private static final int MOST_EVENTS_PER_FILE = 100_000;
    private static final int MOST_EVENTS_PER_PACED_FILE = 10_000;
    private static final int LINES_BETWEEN_LOOKS = 4096;

    private final CommandContext context;

    @Option(names = "--events", paramLabel = "N", defaultValue = "10000",
            description = "How many lines. Default: ${DEFAULT-VALUE}")
    private long events;

    @Option(names = "--accounts", paramLabel = "N",
            description = "How many accounts may be opened. Default: one for every 50 events, at least 10")
    private @Nullable Integer accounts;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "What everything is drawn from. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--rate", paramLabel = "R",
            description = "Write so many events a second, for live runs. Default: as fast as it goes")
    private @Nullable Long rate;

    @Option(names = "--out", required = true, paramLabel = "FILE|DIR|-", description = {
            "Where to: a file (NAME.ndjson, compressed when its name ends with .gz or .zst), a folder (made when it is missing), or"
                    + " - for the standard output.",
            "In a folder each file has the events of one second when there is a rate, but at most 10,000; otherwise 100,000."})
    private String out = "-";

    /// The command over that context.
    public GenerateVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            return generate();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.UNEXPECTED, "cannot write to "
                    + (out.equals("-") ? "the standard output" : out) + ": " + e.getMessage(), e);
        }
    }

    private int generate() throws IOException, InterruptedException {
        if (rate != null && rate < 1) {
            throw new CommandFailure(ExitCodes.USAGE, "--rate takes a number from 1");
        }
        GeneratorOptions options = options();
        Run run = new Run(options, new Pace(rate));
        try (ProgressLine progress = context.progress("generated", "events")) {
            run.progress = progress;
            if (out.equals("-")) {
                return run.lines(context.out(), options.events()) ? ExitCodes.DONE : ExitCodes.INTERRUPTED;
            }
            if (!(isFolder() ? run.folder(Path.of(out)) : run.file(Path.of(out), options.events()))) {
                return ExitCodes.INTERRUPTED;
            }
        }
        context.show(new Fields().add("out", out).add("files", run.files).add("events", options.events())
                .add("accounts", options.accounts()).add("seed", options.seed()));
        return ExitCodes.DONE;
    }

    private GeneratorOptions options() {
        try {
            return new GeneratorOptions(events, accounts == null ? GeneratorOptions.usualAccounts(events) : accounts,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, e.getMessage() + " (--events, --accounts)", e);
        }
    }

    private boolean isFolder() {
        Path path = Path.of(out);
        if (Files.exists(path)) {
            return Files.isDirectory(path);
        }
        if (out.endsWith("/") || !String.valueOf(path.getFileName()).contains(".")) {
            return true;
        }
        if (!FILE_NAME.matcher(out).matches()) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--out " + out + ": a file's name ends with .ndjson, .ndjson.gz or"
                            + " .ndjson.zst; for a folder, write " + out + "/");
        }
        return false;
    }

    /// One stream on its way out.
    private static final class Run {
        private final GeneratorOptions options;
        private final EventGenerator generator;
        private final Pace pace;
        private @Nullable ProgressLine progress;
        private int files;

        Run(GeneratorOptions options, Pace pace) {
            this.options = options;
            this.pace = pace;
            generator = new EventGenerator(options);
        }

        /// Writes the next lines, up to the line of that number.
        ///
        /// @return whether it came that far, and was not asked to end before
        boolean lines(OutputStream stream, long last) throws IOException, InterruptedException {
            while (generator.number() < last && generator.next()) {
                generator.writeTo(stream);
                long number = generator.number();
                if (number % pace.linesBetweenLooks() == 0 || number == last) {
                    if (pace.isSet()) {
                        stream.flush();
                    }
                    if (!pace.await(number)) {
                        return false;
                    }
                    if (progress != null) {
                        progress.at(number, options.events());
                    }
                }
            }
            stream.flush();
            return true;
        }

        boolean file(Path path, long last) throws IOException, InterruptedException {
            try (GeneratedFile file = GeneratedFile.begin(path)) {
                if (!lines(file.stream(), last)) {
                    return false;
                }
                file.publish();
                files++;
                return true;
            }
        }

        boolean folder(Path folder) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            long perFile = pace.isSet() ? Math.clamp(pace.perSecond, 1, MOST_EVENTS_PER_PACED_FILE)
                    : MOST_EVENTS_PER_FILE;
            while (generator.number() < options.events()) {
                long first = generator.number() + 1;
                // Padded, so that the order of the names is the order of the events.
                Path path = folder.resolve(String.format(Locale.ROOT, "events-%012d.ndjson", first));
                if (Files.exists(path)) {
                    throw new CommandFailure(ExitCodes.REFUSED,
                            path + ": exists already; name another folder, or remove it");
                }
                if (!file(path, Math.min(first + perFile - 1, options.events()))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Holds the stream back to its rate, and looks whether it is to end.
    private final class Pace {
        private static final int LOOKS_PER_SECOND = 50;

        private final long perSecond;
        private final long beganMs = context.clock().millis();

        Pace(@Nullable Long perSecond) {
            this.perSecond = perSecond == null ? 0 : perSecond;
        }

        boolean isSet() {
            return perSecond > 0;
        }

        long linesBetweenLooks() {
            return isSet() ? Math.clamp(perSecond / LOOKS_PER_SECOND, 1, LINES_BETWEEN_LOOKS) : LINES_BETWEEN_LOOKS;
        }

        /// Waits until the moment of that line.
        ///
        /// @return whether to go on
        boolean await(long number) throws InterruptedException {
            if (isSet()) {
                long waitMs = beganMs + Math.multiplyExact(number, 1000L) / perSecond - context.clock().millis();
                return waitMs > 0 ? !context.stop().await(waitMs) : !context.stop().getAsBoolean();
            }
            return !context.stop().getAsBoolean();
        }
    }
}
