package io.tidemark.core.pipeline;

import org.jspecify.annotations.Nullable;

/// The ledger in force has to be recovered before it can be used.
public final class LedgerUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LedgerCondition.Trouble trouble;

    /// A refusal for that condition.
    public LedgerUnusableException(LedgerCondition.Unusable condition) {
        this(condition, null);
    }

    /// A refusal for that condition, with the failure that showed it.
    public LedgerUnusableException(LedgerCondition.Unusable condition, @Nullable Throwable cause) {
        super(condition.description(), cause);
        trouble = condition.trouble();
    }

    /// What is wrong with it.
    public LedgerCondition.Trouble trouble() {
        return trouble;
    }
}
