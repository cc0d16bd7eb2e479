package io.tidemark.recovery.plan;

import io.tidemark.recovery.plan.Plan.Action;
import io.tidemark.recovery.plan.Plan.Base;
import io.tidemark.recovery.plan.Plan.Damage;
import io.tidemark.recovery.plan.Plan.Goal;
import io.tidemark.recovery.plan.Plan.Work;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A plan in a sentence or two.
final class PlanSummary {
    private PlanSummary() {}

    static String of(Situation situation, Action action, Goal goal, Base base, Work work, List<Damage> damage,
            long last) {
        if (action == Action.NOTHING) {
            return "Nothing to do: " + idle(situation, last);
        }
        SnapshotManifest snapshot = base.snapshot();
        String begin = snapshot == null
                ? "start from nothing, replay " + events(work.toReplay())
                : "restore snapshot " + snapshot.id() + " at position " + snapshot.position() + ", replay "
                        + events(work.toReplay()) + " after it, fill in the history of " + events(work.historyToFill())
                        + " before it";
        Long pausedAt = goal.pausedAt();
        String end = pausedAt == null ? "" : ", and pause there";
        String why = situation.isUsable() ? "" : sentence(situation.description()) + ". ";
        String missing = damage.isEmpty()
                ? ""
                : " This cannot be completed: "
                        + damage.stream().map(Damage::description).collect(Collectors.joining("; ")) + ".";
        return why + (action == Action.REBUILD ? "Rebuild: " : "Recover: ") + begin + ", up to position "
                + goal.position() + end + "." + missing;
    }

    private static String idle(Situation situation, long last) {
        Long position = situation.position();
        long reached = position == null ? 0 : position;
        String rest = last > reached ? ", " + events(last - reached) + " wait to be processed" : "";
        Long pausedAt = situation.pausedAt();
        String pause = pausedAt == null ? "" : "; processing is paused at position " + pausedAt;
        return (position == null ? situation.description() : "the ledger is at position " + reached) + rest + pause
                + ".";
    }

    private static String events(long count) {
        return count == 1 ? "1 event" : count + " events";
    }

    private static String sentence(@Nullable String clause) {
        return clause == null || clause.isEmpty()
                ? ""
                : Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }
}
