package io.tidemark.embedded.ledger;

import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.View;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where attempts were judged other than at their own position: follow-ups that were released, attempts that were retried.
/// Collects what a commit adds. Not thread-safe.
final class Amendments {
    private final Map<Long, TreeSet<Long>> added = new TreeMap<>();

    /// The positions at which that attempt was judged beside its own, ascending.
    static SortedSet<Long> read(View view, long attemptPosition) {
        SortedSet<Long> positions = new TreeSet<>();
        byte[] value = view.get(LedgerTables.INDEX, LedgerTables.key(LedgerTables.AMENDED, attemptPosition));
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

    /// Adds what was collected to a batch, joined with what is stored already.
    void addTo(Batch batch, View view) {
        added.forEach((attemptPosition, positions) -> {
            positions.addAll(read(view, attemptPosition));
            ByteSink sink = new ByteSink(16);
            long last = attemptPosition;
            for (long position : positions) {
                sink.putVarint(position - last);
                last = position;
            }
            batch.put(LedgerTables.INDEX, LedgerTables.key(LedgerTables.AMENDED, attemptPosition), sink);
        });
    }
}
