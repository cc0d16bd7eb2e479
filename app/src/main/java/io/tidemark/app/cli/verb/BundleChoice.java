package io.tidemark.app.cli.verb;

import io.tidemark.core.port.Bundles;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which bundles a command is about: those that are named, those of some days, or all.
final class BundleChoice {
    @Parameters(arity = "0..*", paramLabel = "BUNDLE", description = "The bundles' names.")
    private List<String> ids = List.of();

    @Option(names = "--before", paramLabel = "YYYY-MM-DD", description = "Bundles of days before this one, in UTC.")
    private @Nullable String before;

    @Option(names = "--since", paramLabel = "YYYY-MM-DD", description = "Bundles of this day and later, in UTC.")
    private @Nullable String since;

    @Option(names = "--all", description = "All bundles.")
    private boolean all;

    /// The names of the chosen ones.
    ///
    /// @throws CommandFailure when none is chosen, or both by name and otherwise
    List<String> of(List<Bundles.Bundle> bundles) {
        boolean byDay = before != null || since != null;
        if ((ids.isEmpty() ? 0 : 1) + (byDay ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw new CommandFailure(ExitCodes.USAGE,
                    "say which: bundles by name, --before or --since a day, or --all");
        }
        if (!ids.isEmpty()) {
            return ids;
        }
        Predicate<Bundles.Bundle> chosen = _ -> true;
        if (before != null) {
            LocalDate day = BundleVerb.day("--before", before);
            chosen = chosen.and(bundle -> bundle.day().isBefore(day));
        }
        if (since != null) {
            LocalDate day = BundleVerb.day("--since", since);
            chosen = chosen.and(bundle -> !bundle.day().isBefore(day));
        }
        return bundles.stream().filter(chosen).map(Bundles.Bundle::id).toList();
    }
}
