package io.tidemark.app.cli.verb;

import io.tidemark.app.reading.EventReport;
import io.tidemark.core.event.EventKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What an operator says when deciding about an event.
final class DecisionOptions {
    /// The longest reason or operator's name, in characters.
    private static final int MAX_TEXT_LENGTH = 1000;

    @Parameters(paramLabel = "KEY", description = "The event key.")
    private String key = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. Kept with the decision.")
    private String reason = "";

    @Option(names = "--operator", paramLabel = "NAME", description = "Who decides. Default: the user who runs this.")
    private @Nullable String operator;

    /// The key, which may be unknown.
    EventKey key() {
        return Keys.known(key);
    }

    String reason() {
        return checked("--reason", reason);
    }

    String operator(CommandContext context) {
        return checked("--operator", operator == null ? context.operator() : operator);
    }

    /// A text that is kept with a decision.
    ///
    /// @throws CommandFailure of usage when it is empty or too long
    static String checked(String option, String text) {
        if (text.isBlank() || text.length() > MAX_TEXT_LENGTH) {
            throw new CommandFailure(ExitCodes.USAGE, option + " takes 1 to " + MAX_TEXT_LENGTH + " characters");
        }
        return text;
    }

    /// The end of a command for which the key does not stand as it must.
    CommandFailure unfit(@Nullable EventReport report, String needed) {
        return report == null
                ? Keys.unknown(key)
                : new CommandFailure(ExitCodes.INCOMPLETE, key + " does not stand " + needed + " but "
                        + report.state().name().toLowerCase(Locale.ROOT) + "; nothing was changed");
    }
}
