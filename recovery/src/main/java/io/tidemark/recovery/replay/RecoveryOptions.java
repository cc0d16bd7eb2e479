package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.Situation;

/// How to carry a plan out.
///
/// @param prove           whether the second reader reads everything again
/// @param fold            how to share the work of folding
/// @param differenceLimit how many differences to keep as they are; all are counted
/// @param opening         when the new ledger comes into force
public record RecoveryOptions(boolean prove, FoldRun.Options fold, int differenceLimit, Opening opening) {
    /// Without the second reader, on two threads, the first 1,000 differences, in force when it is proven.
    public static final RecoveryOptions DEFAULT = new RecoveryOptions(false, FoldRun.Options.DEFAULT, 1000);

    /// Options of a recovery that is proven before it is in force.
    public RecoveryOptions(boolean prove, FoldRun.Options fold, int differenceLimit) {
        this(prove, fold, differenceLimit, Opening.PROVEN);
    }

    /// When a new ledger comes into force.
    public enum Opening {
        /// When everything is proven: the one from before stays in force until then.
        PROVEN,
        /// Before its history is filled in, where no ledger serves meanwhile; else when everything is proven.
        WHERE_NOTHING_SERVES,
        /// Before its history is filled in.
        FIRST
    }

    /// The same with or without the second reader.
    public RecoveryOptions withProve(boolean newProve) {
        return new RecoveryOptions(newProve, fold, differenceLimit, opening);
    }

    /// The same with another moment of coming into force.
    public RecoveryOptions withOpening(Opening newOpening) {
        return new RecoveryOptions(prove, fold, differenceLimit, newOpening);
    }

    /// Whether the ledger that a plan makes comes into force before its history is filled in. It needs a snapshot to be opened from, and
    /// nobody waits for one that is paused. Where events are taken out, it is proven first that nothing else changes.
    public boolean opensFirst(Plan plan) {
        boolean can = plan.action() == Plan.Action.RECOVER && plan.base().snapshot() != null
                && plan.goal().pausedAt() == null && plan.exclusion() == null
                && plan.situation().kind() != Situation.Kind.EXCLUSION_DUE;
        return can && switch (opening) {
            case PROVEN -> false;
            case WHERE_NOTHING_SERVES -> !plan.situation().isUsable();
            case FIRST -> true;
        };
    }
}
