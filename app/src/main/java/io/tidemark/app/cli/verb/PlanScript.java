package io.tidemark.app.cli.verb;

import io.tidemark.core.port.Bundles;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A plan as a list of commands for a shell. Each stands by itself; run one after the other they do what the plan says.
final class PlanScript {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+-]+");

    private final CommandContext context;
    private final RecoveryTarget target;

    PlanScript(CommandContext context, RecoveryTarget target) {
        this.context = context;
        this.target = target;
    }

    /// The lines.
    List<String> of(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + FailureLine.of(plan.summary()));
        if (plan.action() == Plan.Action.NOTHING) {
            return lines;
        }
        List<Places.Cold> frozen = plan.places().cold().stream().filter(cold -> !cold.thawing()).toList();
        if (!frozen.isEmpty()) {
            lines.add(command("thaw", frozen.stream().map(cold -> cold.bundle().id()).toList()));
        }
        plan.places().cold().stream().filter(Places.Cold::thawing).map(Places.Cold::bundle)
                .map(Bundles.Bundle::readyAt).filter(Objects::nonNull).sorted().reduce((_, later) -> later)
                .ifPresent(ready -> lines.add("# what is being thawed already can be read from " + ready + " on"));
        if (!plan.places().cold().isEmpty()) {
            lines.add("# recover waits until all of it can be read");
        }
        List<String> recover = new ArrayList<>();
        if (!plan.places().cold().isEmpty()) {
            recover.add("--thaw");
        }
        boolean excluding = plan.exclusion() != null && !plan.exclusion().isEmpty();
        if (excluding) {
            lines.add("# say why in place of REASON: it is kept with the decision");
            recover.addAll(target.selection().words());
            recover.addAll(List.of("--reason", "REASON"));
        }
        String to = target.to();
        if (to != null) {
            recover.addAll(List.of("--to", to));
        }
        SnapshotManifest snapshot = plan.base().snapshot();
        if (plan.action() == Plan.Action.REBUILD) {
            recover.add("--rebuild");
        } else if (snapshot != null) {
            recover.addAll(List.of("--from-snapshot", snapshot.id()));
        }
        recover.add("--yes");
        lines.add(command("recover", recover));
        lines.add(command("verify", List.of()));
        if (plan.goal().pausedAt() != null) {
            lines.add("# when what comes after the pause is to take effect:");
            lines.add("# " + command("resume", List.of("--forward")));
        }
        return lines;
    }

    private String command(String verb, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("tidemark"));
        words.addAll(context.onAws()
                ? List.of("--store", "aws")
                : List.of("--home", context.globals().home().toString()));
        words.add(verb);
        words.addAll(arguments);
        return words.stream().map(PlanScript::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
