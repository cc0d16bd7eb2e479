package io.tidemark.recovery.plan;

import io.tidemark.core.port.Bundles;
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
            return places.lost() == null
                    ? taken + "Nothing to do: " + idle(situation, last) + missing(damage, loss)
                    : taken + lacking(places.lost());
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
        String lost = places.lost() == null
                ? missing(damage, loss)
                : lost(places.lost()) + missing(List.of(), loss);
        return taken + why + (action == Action.REBUILD ? "Rebuild: " : "Recover: ") + begin + ", up to position "
                + goal.position() + end + "." + thaw(places) + lost;
    }

    /// What a ledger in force lacks that was recovered without lost events.
    private static String lacking(Places.Lost lost) {
        return "Nothing can be done yet: the ledger in force was recovered without " + events(lost.attempts())
                + (lost.attempts() == 1 ? " that is lost" : " that are lost")
                + ", and stays in force as it is. Restore "
                + bundles(lost) + " from a copy, then `tidemark recover` replaces it.";
    }

    private static String lost(Places.Lost lost) {
        return " Lost " + (lost.attempts() == 1 ? "is " : "are ") + events(lost.attempts()) + " of "
                + (lost.accounts().size() == 1 ? "1 account" : lost.accounts().size() + " accounts") + ": restore "
                + bundles(lost)
                + " from a copy first. A ledger that is lost can be recovered without them: these accounts, and"
                + " those that cannot be known for lack of them, are paused then.";
    }

    private static String bundles(Places.Lost lost) {
        List<String> bundles = lost.first().stream().map(Bundles.Held::bundle).distinct().limit(4).toList();
        return (bundles.size() == 1 ? "bundle " : "bundles ")
                + (bundles.size() < 4 ? String.join(", ", bundles)
                        : String.join(", ", bundles.subList(0, 3)) + " and others");
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
        return exclusion.sentence(pausedAt == null ? "" : "; the pause at position " + pausedAt + " ends") + " ";
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
