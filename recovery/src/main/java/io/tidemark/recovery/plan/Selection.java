package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events are meant: those that fit everything that is said. Immutable.
///
/// @param accounts   the accounts, one of which an event is on, a follow-up with its original; empty for any
/// @param types      the types, one of which it has; empty for any
/// @param sources    the channels, one of which sent it; empty for any
/// @param fromMicros it arrived then or later, in microseconds since 1970; null for no bound
/// @param toMicros   it arrived then or earlier, in microseconds since 1970; null for no bound
public record Selection(Set<String> accounts, Set<EventType> types, Set<String> sources, @Nullable Long fromMicros,
        @Nullable Long toMicros) {
    /// A selection with copies of the sets.
    public Selection {
        accounts = Set.copyOf(accounts);
        types = Set.copyOf(types);
        sources = Set.copyOf(sources);
    }

    /// Whether nothing is said, so that every event fits.
    public boolean isEverything() {
        return accounts.isEmpty() && types.isEmpty() && sources.isEmpty() && fromMicros == null && toMicros == null;
    }
}
