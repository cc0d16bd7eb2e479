package io.tidemark.core.port;

import java.util.List;

/// An attempt as a copy in [Bucket#ARCHIVE] or [Bucket#REJECTED] has it, with what was told when it was put there. Immutable.
///
/// @param attempt  the attempt that the copy is of, under the version that it was put as
/// @param outcomes the judgements of it that had been recorded when the copy was put, in order, without their reasons; empty where that was
///                 not told or did not fit. Later ones may have followed
public record KeptAttempt(StoredAttempt attempt, List<AttemptFact.Recorded> outcomes) {
    /// A copy with a copy of that list.
    public KeptAttempt {
        outcomes = List.copyOf(outcomes);
    }
}
