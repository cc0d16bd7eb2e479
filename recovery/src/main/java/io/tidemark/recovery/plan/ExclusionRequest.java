package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which events are to be excluded, and who says so. Immutable.
///
/// @param selection the events by what they are, or null when they are named
/// @param keys      the events by their keys; empty when they are selected
/// @param operator  who decides, or null while it is only planned
/// @param reason    why, or null while it is only planned
public record ExclusionRequest(@Nullable Selection selection, List<EventKey> keys, @Nullable String operator,
        @Nullable String reason) {
    /// A request with a copy of that list.
    ///
    /// @throws IllegalArgumentException when everything is selected
    public ExclusionRequest {
        keys = List.copyOf(keys);
        if (selection != null && selection.isEverything()) {
            throw new IllegalArgumentException("a selection of everything excludes every event");
        }
    }

    /// Events by what they are.
    public static ExclusionRequest of(Selection selection, @Nullable String operator, @Nullable String reason) {
        return new ExclusionRequest(selection, List.of(), operator, reason);
    }

    /// Events by their keys; keys under which nothing was put are passed over.
    public static ExclusionRequest of(List<EventKey> keys, @Nullable String operator, @Nullable String reason) {
        return new ExclusionRequest(null, keys, operator, reason);
    }
}
