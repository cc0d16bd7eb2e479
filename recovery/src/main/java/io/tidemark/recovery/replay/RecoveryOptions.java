package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.FoldRun;

/// How to carry a plan out.
///
/// @param prove           whether the second reader reads everything again before the cut-over
/// @param fold            how to share the work of folding
/// @param differenceLimit how many differences to keep as they are; all are counted
public record RecoveryOptions(boolean prove, FoldRun.Options fold, int differenceLimit) {
    /// Without the second reader, on two threads, the first 1,000 differences.
    public static final RecoveryOptions DEFAULT = new RecoveryOptions(false, FoldRun.Options.DEFAULT, 1000);

    /// The same with or without the second reader.
    public RecoveryOptions withProve(boolean newProve) {
        return new RecoveryOptions(newProve, fold, differenceLimit);
    }
}
