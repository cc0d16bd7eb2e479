package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.port.EventLog;
import io.tidemark.recovery.plan.Plan.Base;
import io.tidemark.recovery.plan.Plan.PassedOver;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chooses what a recovery starts from. A snapshot from before events were excluded serves only where all of them came after it: it has
/// the others' effects. Not thread-safe.
final class BaseChoice {
    private final EventLog log;
    private final Exclusions exclusions;
    private final long goal;
    private final List<SnapshotManifest> serving;
    private final List<PassedOver> passedOver;
    /// By exclusion, where the first attempt stands under any of its keys.
    private final Map<Long, Long> reaches = new HashMap<>();

    /// @param exclusions all up to the goal, also one that is only planned
    /// @param goal       the last position that takes effect
    /// @param serving    the whole snapshots of this log
    /// @param passedOver the others
    BaseChoice(EventLog log, Exclusions exclusions, long goal, List<SnapshotManifest> serving,
            List<PassedOver> passedOver) {
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
                .noneMatch(exclusion -> exclusion > position && exclusion <= goal && reach(exclusion) <= position);
    }

    /// What is excluded took effect at an attempt's own position or later.
    private long reach(long exclusion) {
        @Nullable Long known = reaches.get(exclusion);
        if (known != null) {
            return known;
        }
        long first = Long.MAX_VALUE;
        for (EventKey key : exclusions.keysAt(exclusion)) {
            long position = log.firstPosition(key);
            first = position == 0 ? first : Math.min(first, position);
        }
        reaches.put(exclusion, first);
        return first;
    }
}
