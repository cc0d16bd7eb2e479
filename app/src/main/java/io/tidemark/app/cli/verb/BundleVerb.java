package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Bundles;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bundle`: packs old events; below it, what lists, verifies and mends bundles.
@Command(name = "bundle", header = "Packs archived and rejected events of past days into bundles.",
        synopsisSubcommandLabel = "[COMMAND]",
        description = "A bundle holds a day's events with what became of them, byte for byte, one line an event; zstdcat shows"
                + " them and `put` takes them. Each is read again and compared before single objects are let go. Events that"
                + " have no outcome yet, or that `expire` has not moved, are left for a later run. With --store aws: copies in"
                + " the archive and the rejected bucket whose key has left the new bucket's sight.")
public final class BundleVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--before", paramLabel = "YYYY-MM-DD",
            description = "Pack days before this one, in UTC. Default: today.")
    private @Nullable String before;

    private BundleVerb(CommandContext context) {
        this.context = context;
    }

    /// The command with those below it.
    public static CommandLine over(CommandContext context) {
        return new CommandLine(new BundleVerb(context)).addSubcommand("list", new BundleListVerb(context))
                .addSubcommand("verify", new BundleVerifyVerb(context))
                .addSubcommand("mend", new BundleMendVerb(context));
    }

    @Override
    public Integer call() throws IOException {
        LocalDate day = before == null
                ? LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC)
                : day("--before", before);
        Bundles.Packed packed;
        try (Tidemark tidemark = context.open(Access.WRITE);
                ProgressLine progress = context.progress("looked at", "records")) {
            packed = tidemark.bundle(day, progress, context.stop());
        }
        Fields fields = new Fields().add("before", day.toString()).add("packed", packed.attempts())
                .add("left", packed.left());
        if (packed.standing() > 0) {
            fields.add("standing", packed.standing());
            context.warn(packed.standing()
                    + " single objects stand beside the bundles that hold them too: S3 does not let"
                    + " go of them (" + FailureLine.of(packed.refusal()) + "). Nothing is lost; a later `bundle` tries"
                    + " again. See docs/aws.md, Bundles");
        }
        context.show(fields.addAll("bundles", packed.made().stream().map(Bundles.Bundle::id).toList(), Value::of));
        return packed.completed() ? ExitCodes.DONE : ExitCodes.INTERRUPTED;
    }

    /// The day that an option names.
    static LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandFailure(ExitCodes.USAGE, option + " takes a day such as 2026-01-31: " + text, e);
        }
    }
}
