package io.tidemark.recovery.plan;

import io.tidemark.recovery.plan.Plan.Damage;
import io.tidemark.recovery.plan.Plan.Loss;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects who has seen more events than there are. Not thread-safe.
final class LostEvents {
    private final long last;
    private final List<String> witnesses = new ArrayList<>();
    private final List<String> snapshots = new ArrayList<>();
    private boolean otherThanSnapshots;
    private long seen;

    /// @param last the last position of the log
    LostEvents(long last) {
        this.last = last;
        seen = last;
    }

    void addAcknowledged(long position) {
        otherThanSnapshots |= add("events were acknowledged up to ", position);
    }

    void addLedger(long position) {
        otherThanSnapshots |= add("the ledger has seen events up to ", position);
    }

    void addSnapshot(String id, long position) {
        if (add("snapshot " + id + " has seen events up to ", position)) {
            snapshots.add(id);
        }
    }

    private boolean add(String saw, long position) {
        if (position <= last) {
            return false;
        }
        witnesses.add(saw + position);
        seen = Math.max(seen, position);
        return true;
    }

    /// What is lost, or null when nothing is known to be.
    @Nullable
    Loss loss(boolean accepted) {
        if (seen == last) {
            return null;
        }
        String description = "positions " + (last + 1) + " to " + seen + " are lost: " + String.join(", ", witnesses);
        return new Loss(new Damage(last + 1, seen, description), otherThanSnapshots ? List.of() : snapshots, accepted);
    }
}
