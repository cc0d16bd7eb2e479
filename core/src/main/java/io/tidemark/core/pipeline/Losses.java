package io.tidemark.core.pipeline;

import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LogRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which attempts are lost: they are known, and their bodies cannot be had. A fold that is told of them goes on without them. Immutable and
/// thread-safe.
public final class Losses {
    /// Nothing is lost.
    public static final Losses NONE = new Losses(new TreeMap<>());

    private final NavigableMap<Long, Bundles.Held> byPosition;

    private Losses(NavigableMap<Long, Bundles.Held> byPosition) {
        this.byPosition = Collections.unmodifiableNavigableMap(byPosition);
    }

    /// What bundles tell of.
    ///
    /// @param lost the attempts; read to its end and closed
    public static Losses of(Cursor<Bundles.Held> lost) {
        NavigableMap<Long, Bundles.Held> found = new TreeMap<>();
        try (lost) {
            for (Bundles.Held one = lost.next(); one != null; one = lost.next()) {
                found.put(one.position(), one);
            }
        }
        return found.isEmpty() ? NONE : new Losses(found);
    }

    /// Whether nothing is lost.
    public boolean isEmpty() {
        return byPosition.isEmpty();
    }

    /// All of them, in order.
    public Collection<Bundles.Held> all() {
        return byPosition.values();
    }

    /// Those from one position to another, both included.
    public Losses between(long fromPosition, long toPosition) {
        return fromPosition > toPosition
                ? NONE
                : new Losses(new TreeMap<>(byPosition.subMap(fromPosition, true, toPosition, true)));
    }

    /// The accounts that they touched, or at which they were refused, in bytewise order.
    public NavigableSet<String> accounts() {
        NavigableSet<String> accounts = new TreeSet<>();
        byPosition.values().forEach(one -> accounts.addAll(one.accounts()));
        return accounts;
    }

    /// How many there are in each bundle.
    public Map<String, Long> byBundle() {
        Map<String, Long> bundles = new TreeMap<>();
        byPosition.values().forEach(one -> bundles.merge(one.bundle(), 1L, Long::sum));
        return bundles;
    }

    /// The lost attempt at a position, or null when none is lost there.
    Bundles.@Nullable Held at(long position) {
        return byPosition.get(position);
    }

    /// The attempt as far as it is known, when it is lost; or null.
    Prepared.@Nullable PreparedLost lost(LogRecord.Attempt attempt) {
        Bundles.Held lost = byPosition.isEmpty() ? null : byPosition.get(attempt.position());
        return lost == null ? null : new Prepared.PreparedLost(attempt, lost.accounts());
    }
}
