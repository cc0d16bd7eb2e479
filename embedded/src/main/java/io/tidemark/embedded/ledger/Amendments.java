package io.tidemark.embedded.ledger;

import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where attempts were judged other than at their own position: follow-ups that were released, attempts that were retried.
/// Collects what a commit adds. Not thread-safe.
final class Amendments {
    private final Map<Long, TreeSet<Long>> added = new TreeMap<>();

    /// The positions at which that attempt was judged beside its own, ascending.
    static SortedSet<Long> read(LayeredState state, long attemptPosition) {
        SortedSet<Long> positions = new TreeSet<>();
        byte[] value = state.get(LedgerTables.key(LedgerTables.AMENDED, attemptPosition));
        if (value != null) {
            ByteSource source = new ByteSource(value, "the index of judgements");
            long last = attemptPosition;
            while (source.hasMore()) {
                last += source.getVarint();
                positions.add(last);
            }
        }
        return positions;
    }

    void add(long attemptPosition, long decidedAt) {
        added.computeIfAbsent(attemptPosition, _ -> new TreeSet<>()).add(decidedAt);
    }

    /// Adds what was collected to a run, joined with what was there before.
    void addTo(StateRun.Builder run, LayeredState before) {
        added.forEach((attemptPosition, positions) -> {
            positions.addAll(read(before, attemptPosition));
            ByteSink sink = new ByteSink(16);
            long last = attemptPosition;
            for (long position : positions) {
                sink.putVarint(position - last);
                last = position;
            }
            run.put(LedgerTables.key(LedgerTables.AMENDED, attemptPosition), sink);
        });
    }
}
