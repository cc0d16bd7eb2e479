package io.tidemark.recovery.plan;

import org.jspecify.annotations.Nullable;

/// What is asked of a recovery.
///
/// @param target       where to go, or null for the end of the log (or the position at which processing is paused)
/// @param fromSnapshot the snapshot to start from, or null for the newest that serves
/// @param rebuild      whether to start from nothing, whatever there is
/// @param readEvents   whether to read all events that would be replayed, to find damage and count bytes; otherwise bytes are
///                     estimated and damage is found by the recovery itself
/// @param exclusion    events to be excluded, or null for none; then the goal is the decision about them, behind all other events
/// @param shown        events that are to be counted and not to be excluded, or null for none: the ledger needs the others as well
public record PlanRequest(@Nullable Target target, @Nullable String fromSnapshot, boolean rebuild, boolean readEvents,
        @Nullable ExclusionRequest exclusion, @Nullable Selection shown) {
    /// To the end of the log, from what serves best.
    public static final PlanRequest DEFAULT = new PlanRequest(null, null, false, false);

    /// A request that does not contradict itself.
    ///
    /// @throws IllegalArgumentException when it asks for a snapshot and for a start from nothing, or for a moment to stop at and for an
    ///                                  exclusion, which comes after it
    public PlanRequest {
        if (target != null && exclusion != null) {
            throw new IllegalArgumentException("what is excluded is written down behind all events, not at " + target);
        }
        if (rebuild && fromSnapshot != null) {
            throw new IllegalArgumentException("a rebuild starts from nothing, not from snapshot " + fromSnapshot);
        }
    }

    /// A request that excludes nothing.
    public PlanRequest(@Nullable Target target, @Nullable String fromSnapshot, boolean rebuild, boolean readEvents) {
        this(target, fromSnapshot, rebuild, readEvents, null, null);
    }

    /// The same with events to be excluded.
    public PlanRequest withExclusion(ExclusionRequest newExclusion) {
        return new PlanRequest(target, fromSnapshot, rebuild, readEvents, newExclusion, shown);
    }

    /// The same with events to be counted.
    public PlanRequest withShown(@Nullable Selection newShown) {
        return new PlanRequest(target, fromSnapshot, rebuild, readEvents, exclusion, newShown);
    }
}
