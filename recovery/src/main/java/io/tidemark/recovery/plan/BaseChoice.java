package io.tidemark.recovery.plan;

import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.port.EventLog;
import io.tidemark.recovery.plan.Plan.Base;
import io.tidemark.recovery.plan.Plan.PassedOver;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses what a recovery starts from. A snapshot from before events were excluded serves only where all of them came after it: it has
/// the others' effects. Not thread-safe.
final class BaseChoice {
    private final EventLog log;
    private final Exclusions exclusions;
    private final long goal;
    private final List<SnapshotManifest> serving;
    private final List<PassedOver> passedOver;
    private final @Nullable Exclusion planned;

    /// @param exclusions all up to the goal, also one that is only planned
    /// @param goal       the last position that takes effect
    /// @param serving    the whole snapshots of this log
    /// @param passedOver the others
    /// @param planned    the planned one, which takes effect at the goal, or null when none is
    BaseChoice(EventLog log, Exclusions exclusions, long goal, List<SnapshotManifest> serving,
            List<PassedOver> passedOver, @Nullable Exclusion planned) {
        this.planned = planned;
        this.log = log;
        this.exclusions = exclusions;
        this.goal = goal;
        this.serving = serving;
        this.passedOver = passedOver;
    }

    /// Nothing, for that reason.
    Base none(String reason) {
        return new Base(null, reason, passedOver);
    }

    /// The snapshot that the ledger in force was opened from.
    Base opened(@Nullable SnapshotManifest snapshot) {
        return new Base(snapshot, "the ledger in force was opened from it", passedOver);
    }

    /// The newest snapshot that serves, or nothing.
    Base newest() {
        List<SnapshotManifest> inTime = serving.stream().filter(each -> each.position() <= goal)
                .sorted(Comparator.comparingLong(SnapshotManifest::position).thenComparing(SnapshotManifest::id)
                        .reversed())
                .toList();
        for (SnapshotManifest snapshot : inTime) {
            if (isUnreached(snapshot.position())) {
                return new Base(snapshot, snapshot.equals(inTime.getFirst())
                        ? "the newest whole snapshot that is not after the target"
                        : "the newest whole snapshot that has none of the excluded events", passedOver);
            }
        }
        return none(!inTime.isEmpty()
                ? "all whole snapshots have events in them that are excluded"
                : serving.isEmpty() ? "there is no whole snapshot" : "all whole snapshots are after the target");
    }

    /// The snapshot of that name.
    ///
    /// @throws PlanRefusedException when it does not serve
    Base named(String id) {
        for (SnapshotManifest snapshot : serving) {
            if (snapshot.id().equals(id)) {
                if (snapshot.position() > goal) {
                    throw new PlanRefusedException("snapshot " + id + " stands at position " + snapshot.position()
                            + ", after the target " + goal);
                }
                if (!isUnreached(snapshot.position())) {
                    throw new PlanRefusedException("snapshot " + id
                            + " does not serve: it has events in it that are excluded; leave --from-snapshot out");
                }
                return new Base(snapshot, "it was asked for", passedOver);
            }
        }
        for (PassedOver passed : passedOver) {
            if (passed.id().equals(id)) {
                throw new PlanRefusedException("snapshot " + id + " does not serve: " + passed.reason());
            }
        }
        throw new PlanRefusedException("there is no snapshot " + id);
    }

    /// Whether no exclusion behind that position takes anything out before it.
    private boolean isUnreached(long position) {
        return exclusions.positions().stream()
                .noneMatch(exclusion -> exclusion > position && exclusion <= goal && reaches(exclusion, position));
    }

    /// Whether an attempt under any of an exclusion's keys stands at or before a position: what is excluded took effect at an attempt's
    /// own position or later.
    private boolean reaches(long exclusion, long position) {
        if (planned != null && exclusion == goal) {
            return planned.events().stream().anyMatch(event -> event.position() <= position);
        }
        return exclusions.keysAt(exclusion).stream()
                .anyMatch(key -> log.firstPositionBefore(key, position + 1) != 0);
    }
}
