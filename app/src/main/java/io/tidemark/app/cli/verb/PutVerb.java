package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.intake.Refusal;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `put`: takes events in. Prints what was put, what was there already and what was refused; refusals are listed on the standard
/// error with file and line.
@Command(name = "put", header = "Puts events into the home, and makes the home when there is none.",
        description = "What is put is on disk when the command ends. Every line that can be put is put; each that cannot is listed"
                + " with its file and line, and the exit code is 4 then.")
public final class PutVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = {
            "A bundle (lines of JSON, also compressed with gzip or zstd), a single event file NAME.event, a folder of these, or"
                    + " - for a bundle from the standard input.",
            "A folder is taken recursively in the bytewise order of the paths; names that begin with a point are passed over."})
    private List<String> paths = List.of();

    @Option(names = "--source", paramLabel = "S",
            description = "The channel that the events came from; a line's own source wins over it.")
    private @Nullable String source;

    @Option(names = "--dry-run", description = "Only check what could be put. Neither needs nor makes a home.")
    private boolean dryRun;

    /// The command over that context.
    public PutVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (source != null && (source.isEmpty() || source.length() > EventLog.MAX_SOURCE_LENGTH)) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--source takes 1 to " + EventLog.MAX_SOURCE_LENGTH + " characters");
        }
        List<Input> inputs = new ArrayList<>();
        for (String path : paths) {
            inputs.add(
                    path.equals("-") ? new Input.OfStream("-", context.in()) : Input.of(context.file(Path.of(path))));
        }
        PutResult result;
        try (ProgressLine progress = context.progress(dryRun ? "checked" : "put", "events")) {
            result = dryRun ? Tidemark.check(inputs, told(progress), context.stop()) : put(inputs, told(progress));
        }
        context.show(fields(result));
        if (!result.complete()) {
            context.tell("tidemark: interrupted; what is counted is on disk, put the same again to go on");
            return ExitCodes.INTERRUPTED;
        }
        return result.refused() == 0 ? ExitCodes.DONE : ExitCodes.INCOMPLETE;
    }

    private PutResult put(List<Input> inputs, IntakeListener listener) {
        try (Tidemark tidemark = context.open(Access.CREATE)) {
            return tidemark.put(inputs, source, listener, context.stop());
        }
    }

    private IntakeListener told(ProgressLine progress) {
        return new IntakeListener() {
            @Override
            public void refused(Refusal refusal) {
                progress.close();
                context.tell("tidemark: refused: " + FailureLine.of(refusal.toString()));
            }

            @Override
            public void taken(long attempts) {
                progress.at(attempts, 0);
            }
        };
    }

    private Fields fields(PutResult result) {
        Fields fields = new Fields();
        if (dryRun) {
            fields.add("dryRun", true).add("checked", result.put());
        } else {
            fields.add("put", result.put()).add("duplicates", result.duplicates());
        }
        fields.add("refused", result.refused());
        // At a table's reader sits someone who has seen them pass by already.
        return result.refused() == 0 || context.globals().output() == OutputFormat.TABLE
                ? fields
                : fields.addAll("refusals", result.refusals(),
                        refusal -> new Fields().add("file", context.shown(refusal.file()))
                                .add("line", refusal.line() == 0 ? Value.NOTHING : Value.of(refusal.line()))
                                .add("reason", refusal.reason()));
    }
}
