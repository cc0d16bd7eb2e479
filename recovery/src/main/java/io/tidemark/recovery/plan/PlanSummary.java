package io.tidemark.recovery.plan;

import io.tidemark.recovery.plan.Plan.Action;
import io.tidemark.recovery.plan.Plan.Base;
import io.tidemark.recovery.plan.Plan.Damage;
import io.tidemark.recovery.plan.Plan.Goal;
import io.tidemark.recovery.plan.Plan.Loss;
import io.tidemark.recovery.plan.Plan.Work;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan in a sentence or two.
final class PlanSummary {
    private PlanSummary() {}

    static String of(Situation situation, Action action, Goal goal, Base base, Work work, List<Damage> damage,
            @Nullable Loss loss, long last, Places places, @Nullable Exclusion exclusion) {
        String taken = exclusion == null ? "" : taken(exclusion, situation.pausedAt());
        if (action == Action.NOTHING) {
            return taken + "Nothing to do: " + idle(situation, last) + missing(damage, loss);
        }
        SnapshotManifest snapshot = base.snapshot();
        if (action == Action.COMPLETE && snapshot != null) {
            return sentence(situation.description()) + ". Complete it: fill in the history of "
                    + events(work.historyToFill()) + ", and hold it against snapshot " + snapshot.id()
                    + " at position " + snapshot.position() + ", while business goes on." + missing(damage, loss);
        }
        String begin = snapshot == null
                ? "start from nothing, replay " + events(work.toReplay())
                : "restore snapshot " + snapshot.id() + " at position " + snapshot.position() + ", replay "
                        + events(work.toReplay()) + " after it, fill in the history of " + events(work.historyToFill())
                        + " before it";
        Long pausedAt = goal.pausedAt();
        String end = pausedAt == null ? "" : ", and pause there";
        String why = isSound(situation) ? "" : sentence(situation.description()) + ". ";
        return taken + why + (action == Action.REBUILD ? "Rebuild: " : "Recover: ") + begin + ", up to position "
                + goal.position() + end + "." + thaw(places) + missing(damage, loss);
    }

    private static String thaw(Places places) {
        int count = places.cold().size();
        if (count == 0) {
            return "";
        }
        long attempts = places.cold().stream().mapToLong(Places.Cold::attempts).sum();
        return " Before that, thaw " + (count == 1 ? "1 bundle" : count + " bundles") + " with " + events(attempts)
                + ": run `tidemark thaw " + (count > 3
                        ? "--all"
                        : String.join(" ", places.cold().stream().map(cold -> cold.bundle().id()).toList()))
                + "`.";
    }

    private static String taken(Exclusion exclusion, @Nullable Long pausedAt) {
        if (exclusion.isEmpty()) {
            return "There is nothing to exclude. ";
        }
        long accounts = exclusion.accounts().size();
        return "Exclude " + events(exclusion.events().size()) + " on "
                + (accounts == 1 ? "1 account" : accounts + " accounts")
                + (exclusion.waitsEnded().isEmpty() ? ""
                        : ", end "
                                + (exclusion.waitsEnded().size() == 1 ? "1 wait"
                                        : exclusion.waitsEnded().size() + " waits"))
                + (pausedAt == null ? "" : "; the pause at position " + pausedAt + " ends") + ". ";
    }

    private static boolean isSound(Situation situation) {
        return situation.isUsable() && situation.history() == null;
    }

    private static String missing(List<Damage> damage, @Nullable Loss loss) {
        List<String> missing = new ArrayList<>(damage.stream().map(Damage::description).toList());
        String accepted = "";
        if (loss != null && loss.accepted()) {
            accepted = " It goes on without what is lost for good: " + loss.damage().description() + ".";
        } else if (loss != null) {
            missing.add(loss.damage().description());
        }
        return (missing.isEmpty() ? "" : " This cannot be completed: " + String.join("; ", missing) + ".") + accepted;
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
