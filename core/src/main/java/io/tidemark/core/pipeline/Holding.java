package io.tidemark.core.pipeline;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.LedgerView;
import io.tidemark.core.ledger.Original;
import io.tidemark.core.pipeline.Prepared.PreparedAttempt;
import org.jspecify.annotations.Nullable;

/// Says which attempts are held for paused accounts. Changes nothing. Not thread-safe.
final class Holding {
    private final WorkingState state;
    private final LedgerView view;

    /// @param state what is paused and held, and how keys stand
    /// @param view  what the rules see
    Holding(WorkingState state, LedgerView view) {
        this.state = state;
        this.view = view;
    }

    /// The paused account that an attempt is held for, or null when it can be judged.
    ///
    /// An attempt is held when another one under its key, or under its original's, is held already: these keep their order. Else it is
    /// held when it names a paused account, or when the payment that it refers to is open on one. What is refused without a look at any
    /// account is not held: a key that names no type, other bytes under an accepted key, a body that is no event.
    ///
    /// @param before only attempts before that position count as held already
    @Nullable
    String holder(PreparedAttempt prepared, long before) {
        Pausing pausing = state.pausing();
        EventKey key = prepared.attempt().key();
        if (pausing.isEmpty() || key.type() == null) {
            return null;
        }
        String sameKey = pausing.heldBefore(key, before);
        if (sameKey != null) {
            return sameKey;
        }
        EventKey original = key.original();
        String lost = original == null || !pausing.hasLost() ? null : pausing.heldBefore(original, Long.MAX_VALUE);
        if (lost != null && pausing.isLost(lost)) {
            // Nobody knows whether the original has an outcome, and so whether follow-ups still wait.
            return lost;
        }
        boolean conflict = prepared.attempt().version() > 1 && state.rejectedKey(key) == null;
        if (conflict || !(prepared.decoded() instanceof Event event)) {
            return null;
        }
        String heldOriginal = original == null ? null : pausing.heldBefore(original, before);
        return heldOriginal != null ? heldOriginal : paused(event, original);
    }

    private @Nullable String paused(Event event, @Nullable EventKey original) {
        String first = Fold.firstAccount(event);
        if (first == null && original != null && view.original(original) instanceof Original.Open open) {
            first = open.matter().account();
        }
        if (first != null && state.pausing().isPaused(first)) {
            return first;
        }
        return event instanceof Event.InterAccountTransfer transfer && state.pausing().isPaused(transfer.target())
                ? transfer.target()
                : null;
    }
}
