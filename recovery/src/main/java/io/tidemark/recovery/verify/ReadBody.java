package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import org.jspecify.annotations.Nullable;

/// What the second reader found in one body. Immutable.
///
/// @param type     the type that the key names, or null when it names none; everything else is then empty
/// @param refusal  why the body is no event, or null when it is one; everything below then counts
/// @param second   the event's own time, in seconds since 1970
/// @param account  the account that it names first, or null when it names none
/// @param other    a transfer's target, or the customer that opens an account, or null
/// @param cents    the amount; 0 when the type has none
record ReadBody(@Nullable EventType type, @Nullable RejectionCode refusal, long second, @Nullable String account,
        @Nullable String other, long cents) {

    static ReadBody refused(@Nullable EventType type, RejectionCode refusal) {
        return new ReadBody(type, refusal, 0, null, null, 0);
    }
}
