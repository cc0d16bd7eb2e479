package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
        Tally tally = new Tally();
        new Selector(log).find(selection, attempt -> {
            if (attempt.position() <= goal) {
                tally.add(attempt, attempt.position() > base);
            }
        });
        return tally.matches();
    }

    /// Counts the attempts that fit, where there is no log.
    ///
    /// @param attempts   all attempts
    /// @param isReplayed whether a recovery replays one after its base
    public static Matches count(Collection<LogRecord.Attempt> attempts, Selection selection,
            Predicate<LogRecord.Attempt> isReplayed) {
        Map<EventKey, List<LogRecord.Attempt>> byKey = attempts.stream()
                .collect(Collectors.groupingBy(LogRecord.Attempt::key));
        Fitting fitting = new Fitting(key -> byKey.getOrDefault(key, List.of()));
        Long from = selection.fromMicros();
        Long to = selection.toMicros();
        Tally tally = new Tally();
        for (LogRecord.Attempt attempt : attempts) {
            boolean then = (from == null || attempt.arrivalMicros() >= from)
                    && (to == null || attempt.arrivalMicros() <= to);
            if (then && fitting.isMeant(selection, attempt)) {
                tally.add(attempt, isReplayed.test(attempt));
            }
        }
        return tally.matches();
    }

    private static final class Tally {
        private final Map<String, Long> byType = new TreeMap<>();
        private final Map<String, Long> bySource = new TreeMap<>();
        private long attempts;
        private long toReplay;

        void add(LogRecord.Attempt attempt, boolean replayed) {
            attempts++;
            toReplay += replayed ? 1 : 0;
            EventType type = attempt.key().type();
            byType.merge(type == null ? "other" : type.label(), 1L, Long::sum);
            bySource.merge(attempt.source() == null ? "" : attempt.source(), 1L, Long::sum);
        }

        Matches matches() {
            return new Matches(attempts, toReplay, byType, bySource);
        }
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
