package io.tidemark.recovery.plan;

import org.jspecify.annotations.Nullable;

/// What is asked of a recovery.
///
/// @param target       where to go, or null for the end of the log (or the position at which processing is paused)
/// @param fromSnapshot the snapshot to start from, or null for the newest that serves
/// @param rebuild      whether to start from nothing, whatever there is
/// @param readEvents   whether to read all events that would be replayed, to find damage and count bytes; otherwise bytes are
///                     estimated and damage is found by the recovery itself
public record PlanRequest(@Nullable Target target, @Nullable String fromSnapshot, boolean rebuild, boolean readEvents) {
    /// To the end of the log, from what serves best.
    public static final PlanRequest DEFAULT = new PlanRequest(null, null, false, false);

    /// A request that does not contradict itself.
    ///
    /// @throws IllegalArgumentException when it asks for a snapshot and for a start from nothing
    public PlanRequest {
        if (rebuild && fromSnapshot != null) {
            throw new IllegalArgumentException("a rebuild starts from nothing, not from snapshot " + fromSnapshot);
        }
    }
}
