package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.core.ledger.AccountNumbers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an operator says when pausing and resuming.
final class PauseOptions {
    @Option(names = "--reason", paramLabel = "TEXT",
            description = "Why. Kept with the decision about accounts of a home.")
    private @Nullable String reason;

    @Option(names = "--operator", paramLabel = "NAME", description = "Who decides. Default: the user who runs this.")
    private @Nullable String operator;

    String reason() {
        return reason == null ? "" : DecisionOptions.checked("--reason", reason);
    }

    String operator(CommandContext context) {
        return DecisionOptions.checked("--operator", operator == null ? context.operator() : operator);
    }

    /// The accounts that are named, in order.
    ///
    /// @throws CommandFailure of usage when one of them can be no account
    static Set<String> accounts(List<String> named) {
        for (String account : named) {
            if (!AccountNumbers.isNumber(account)) {
                throw new CommandFailure(ExitCodes.USAGE, "no account has the number \"" + account
                        + "\": it is 1 to 34 letters, digits and -");
            }
        }
        return new TreeSet<>(named);
    }

    /// Adds what was done, to be shown: the accounts that changed, and those that were so already.
    static Fields fields(Fields fields, String already, Set<String> named, Set<String> changed) {
        fields.addAll("accounts", List.copyOf(changed), Value::of);
        Set<String> others = new TreeSet<>(named);
        others.removeAll(changed);
        return others.isEmpty() ? fields : fields.addAll(already, List.copyOf(others), Value::of);
    }
}
