package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventType;
import io.tidemark.core.port.EventLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// How many events fit a selection. A recovery replays the others as well: accounts meet in transfers. Immutable.
///
/// @param attempts attempts up to the goal that fit
/// @param toReplay those of them that a recovery replays after its base
/// @param byType   the attempts by type; `other` for keys that name none
/// @param bySource the attempts by source; those without one under the empty text
public record Matches(long attempts, long toReplay, Map<String, Long> byType, Map<String, Long> bySource) {
    /// Matches with copies of the maps.
    public Matches {
        byType = Map.copyOf(byType);
        bySource = Map.copyOf(bySource);
    }

    /// Counts the attempts that fit.
    ///
    /// @param base the position after which events are replayed
    /// @param goal the last position
    static Matches count(EventLog log, Selection selection, long base, long goal) {
        long[] counts = new long[2];
        Map<String, Long> byType = new TreeMap<>();
        Map<String, Long> bySource = new TreeMap<>();
        new Selector(log).find(selection, attempt -> {
            if (attempt.position() <= goal) {
                counts[0]++;
                counts[1] += attempt.position() > base ? 1 : 0;
                EventType type = attempt.key().type();
                byType.merge(type == null ? "other" : type.label(), 1L, Long::sum);
                bySource.merge(attempt.source() == null ? "" : attempt.source(), 1L, Long::sum);
            }
        });
        return new Matches(counts[0], counts[1], byType, bySource);
    }

    /// The members for a JSON document.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("attempts", attempts);
        tree.put("toReplay", toReplay);
        tree.put("byType", new TreeMap<>(byType));
        tree.put("bySource", new TreeMap<>(bySource));
        return tree;
    }
}
