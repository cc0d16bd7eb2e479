package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which events are excluded, and from which position on: the [control records][ControlAction.Exclude] that a fold has to know before it
/// meets them, because they reach back. Immutable and thread-safe.
public final class Exclusions {
    /// Nothing is excluded.
    public static final Exclusions NONE = new Exclusions(new TreeMap<>());
    /// In place of the attempts that are meant: whichever was accepted.
    private static final Set<Long> ANY = Set.of();

    /// By the position at which they take effect: the keys, and the attempts under them that are meant.
    private final NavigableMap<Long, Map<EventKey, Set<Long>>> byPosition;
    private final Map<EventKey, List<Long>> byKey = new HashMap<>();

    private Exclusions(NavigableMap<Long, Map<EventKey, Set<Long>>> byPosition) {
        this.byPosition = byPosition;
        byPosition.forEach((position, keys) -> keys.keySet()
                .forEach(key -> byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(position)));
    }

    /// What a log excludes up to a position. Looks at nothing but the records that exclude.
    public static Exclusions of(EventLog log, long toPosition) {
        NavigableMap<Long, Map<EventKey, Set<Long>>> found = new TreeMap<>();
        List<EventKey> keys = new ArrayList<>();
        int expected = 1;
        int parts = 0;
        for (long position : log.exclusions()) {
            if (position > toPosition) {
                break;
            }
            if (!(log.record(
                    position) instanceof LogRecord.Control(long _, long _, ControlAction.Exclude exclude, var _, var _))) {
                continue;
            }
            if (exclude.part() == 1) {
                keys.clear();
                expected = 1;
                parts = exclude.parts();
            }
            if (exclude.part() != expected || exclude.parts() != parts) {
                // What its first part is missing of takes no effect.
                expected = 0;
                continue;
            }
            keys.addAll(exclude.keys());
            expected++;
            if (exclude.isLast()) {
                Map<EventKey, Set<Long>> meant = new HashMap<>();
                keys.forEach(key -> meant.put(key, ANY));
                found.put(position, meant);
            }
        }
        return found.isEmpty() ? NONE : new Exclusions(found);
    }

    /// These and one more, which no log holds yet.
    ///
    /// @param position where it would take effect; after those of the others
    /// @param attempts the keys, and for each the positions of the attempts that are meant; none for whichever was accepted
    public Exclusions plus(long position, Map<EventKey, Set<Long>> attempts) {
        NavigableMap<Long, Map<EventKey, Set<Long>>> more = new TreeMap<>(byPosition);
        more.put(position, Map.copyOf(attempts));
        return new Exclusions(more);
    }

    /// Whether nothing is excluded.
    public boolean isEmpty() {
        return byPosition.isEmpty();
    }

    /// Whether an exclusion takes effect at that position.
    public boolean contains(long position) {
        return byPosition.containsKey(position);
    }

    /// The positions at which exclusions take effect, in order.
    public List<Long> positions() {
        return List.copyOf(byPosition.keySet());
    }

    /// The keys that are excluded at a position, in bytewise order.
    public Set<EventKey> keysAt(long position) {
        return new TreeSet<>(byPosition.getOrDefault(position, Map.of()).keySet());
    }

    /// Whether the exclusion at a position means that attempt.
    public boolean names(long position, EventKey key, long attempt) {
        Set<Long> attempts = byPosition.getOrDefault(position, Map.of()).get(key);
        return attempts != null && (attempts.isEmpty() || attempts.contains(attempt));
    }

    /// Whether anything is said about that key up to a position.
    boolean mention(EventKey key, long upTo) {
        List<Long> positions = byKey.get(key);
        return positions != null && positions.getFirst() <= upTo;
    }

    /// Where the effects of an accepted attempt are taken out by its own key.
    ///
    /// @param attempt   the attempt's position
    /// @param decidedAt the position at which it was accepted
    /// @return the first such position behind that; 0 when they stay
    public long takenOutAt(EventKey key, long attempt, long decidedAt) {
        for (long position : byKey.getOrDefault(key, List.of())) {
            if (position > decidedAt && names(position, key, attempt)) {
                return position;
            }
        }
        return 0;
    }
}
