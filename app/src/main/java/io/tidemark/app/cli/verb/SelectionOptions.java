package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.core.event.EventType;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.Selection;
import io.tidemark.recovery.plan.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which events `plan` and `recover` are asked about.
final class SelectionOptions {
    private static final String FROM_OPTIONS = "";

    @Option(names = "--exclude", arity = "0..1", fallbackValue = FROM_OPTIONS, paramLabel = "FILE",
            description = "Take the effects of events out and leave everything else as it was decided: of those whose keys stand"
                    + " in FILE, one a line, or of those that the options below select.")
    private @Nullable String exclude;

    @Option(names = "--account", paramLabel = "A", description = "Events on this account. May be repeated.")
    private List<String> accounts = List.of();

    @Option(names = "--type", paramLabel = "TYPE",
            description = "Events of this type, such as cash_deposit. May be repeated.")
    private List<String> types = List.of();

    @Option(names = "--source", paramLabel = "S", description = "Events that this channel sent. May be repeated.")
    private List<String> sources = List.of();

    @Option(names = "--from", paramLabel = "T",
            description = "Events that arrived then or later: ISO-8601 with an offset.")
    private @Nullable String from;

    @Option(names = "--preview", description = "Show each account that is reached before and after.")
    private boolean preview;

    /// Whether anything is to be excluded.
    boolean isExcluding() {
        return exclude != null;
    }

    /// Whether anything is said that a plan must know of.
    boolean isGiven() {
        return isExcluding() || isSelecting();
    }

    private boolean isSelecting() {
        return !accounts.isEmpty() || !types.isEmpty() || !sources.isEmpty() || from != null;
    }

    /// Whether each account is to be shown.
    boolean preview() {
        return preview;
    }

    /// What is to be shown of events that are not excluded, or null for nothing.
    @Nullable
    Selection shown() {
        return isSelecting() ? selection(null) : null;
    }

    /// What is to be excluded.
    ///
    /// @param to       the option `--to`, or null
    /// @param operator who decides, or null while it is only planned
    /// @param reason   why, or null while it is only planned
    /// @throws CommandFailure when a key is unknown, or when it is not said what is meant
    /// @throws IOException    when the file of keys cannot be read
    ExclusionRequest exclusion(Tidemark tidemark, CommandContext context, @Nullable String to,
            @Nullable String operator, @Nullable String reason) throws IOException {
        String file = exclude;
        if (file == null || file.equals(FROM_OPTIONS)) {
            Selection selection = selection(to);
            if (selection.isEverything()) {
                throw new CommandFailure(ExitCodes.USAGE,
                        "--exclude takes a file of keys, or --account, --type, --source, --from or --to to select events by");
            }
            return ExclusionRequest.of(selection, operator, reason);
        }
        if (isSelecting() || to != null) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "--exclude " + file + " names the events; leave --account, --type, --source, --from and --to out");
        }
        return ExclusionRequest.of(KeyFile.read(file, context).known(tidemark, context), operator, reason);
    }

    /// What was said of the events to be excluded, as words of a command; but for `--to`.
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (exclude != null) {
            words.add("--exclude");
            words.addAll(exclude.equals(FROM_OPTIONS) ? List.of() : List.of(exclude));
        }
        accounts.forEach(account -> words.addAll(List.of("--account", account)));
        types.forEach(type -> words.addAll(List.of("--type", type)));
        sources.forEach(source -> words.addAll(List.of("--source", source)));
        if (from != null) {
            words.addAll(List.of("--from", from));
        }
        return words;
    }

    private Selection selection(@Nullable String to) {
        Set<EventType> wanted = new HashSet<>();
        for (String type : types) {
            wanted.add(Arrays.stream(EventType.values()).filter(each -> each.label().equals(type)).findFirst()
                    .orElseThrow(() -> new CommandFailure(ExitCodes.USAGE, "--type: there is no type " + type)));
        }
        return new Selection(new HashSet<>(accounts), wanted, new HashSet<>(sources),
                from == null ? null : micros("--from", from), to == null ? null : micros("--to", to));
    }

    private static Long micros(String option, String text) {
        if (Targets.parse(option, text) instanceof Target.AtTime(long arrivalMicros)) {
            return arrivalMicros;
        }
        throw new CommandFailure(ExitCodes.USAGE, option + " selects events by the time of their arrival: " + text
                + " is a position");
    }
}
