package io.tidemark.core.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one judgement of one attempt came to. An attempt can have several over time: it waits and is released, or is
/// rejected and retried; the last one stands. Immutable.
///
/// @param position  the attempt's place in arrival order
/// @param decidedAt the position at which the judgement takes effect: the attempt's own, its original's when that released
///                  it, or the control record's
/// @param key       the event key
/// @param state     what it came to
/// @param rejection why, when rejected; otherwise null
/// @param refusedAt the account that the refused event names first and where it stood, when rejected and known;
///                  otherwise null
/// @param entries   when accepted, one an account in the order of the event's effects; otherwise empty
public record Outcome(long position, long decidedAt, EventKey key, OutcomeState state, @Nullable Rejection rejection,
        @Nullable RefusedAt refusedAt, List<Entry> entries) {

    /// Where an account stood when an event on it was refused.
    ///
    /// @param account  the account number
    /// @param sequence its last sequence at that moment; 0 when it did not exist
    public record RefusedAt(String account, long sequence) {}

    /// The attempt was accepted with these entries.
    public static Outcome accepted(long position, long decidedAt, EventKey key, List<Entry> entries) {
        return new Outcome(position, decidedAt, key, OutcomeState.ACCEPTED, null, null, entries);
    }

    /// The attempt was refused.
    public static Outcome rejected(long position, long decidedAt, EventKey key, Rejection rejection,
            @Nullable RefusedAt refusedAt) {
        return new Outcome(position, decidedAt, key, OutcomeState.REJECTED, rejection, refusedAt, List.of());
    }

    /// The attempt waits for its original.
    public static Outcome waiting(long position, long decidedAt, EventKey key) {
        return new Outcome(position, decidedAt, key, OutcomeState.WAITING, null, null, List.of());
    }
}
