package io.tidemark.app.intake;

import java.util.List;

/// What became of an input.
///
/// @param put        attempts that were stored; they are on disk
/// @param duplicates attempts whose bytes were there already
/// @param refused    lines and files that could not be put
/// @param refusals   the first of those, at most [#MAX_REFUSALS]; all of them were told to the [IntakeListener]
/// @param complete   whether the input was read to its end; false when it was stopped
public record PutResult(long put, long duplicates, long refused, List<Refusal> refusals, boolean complete) {
    /// How many refusals are kept: input of any length is taken in bounded memory.
    public static final int MAX_REFUSALS = 10_000;

    /// A result with a copy of that list.
    public PutResult {
        refusals = List.copyOf(refusals);
    }
}
