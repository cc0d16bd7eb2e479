package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Entry;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Collects where the entries of a commit are, account by account. Not thread-safe.
final class Postings {
    /// A chunk ends after so many sequences, so that finding one in it stays quick.
    private static final int CHUNK = 512;

    private final Map<String, Chunks> accounts = new HashMap<>();

    void add(Entry entry, long decidedAt) {
        accounts.computeIfAbsent(entry.account(), _ -> new Chunks()).add(entry.sequence(), decidedAt);
    }

    /// Adds what was collected to a batch, in order of the keys.
    void addTo(Batch batch) {
        new TreeMap<>(accounts).forEach((account, chunks) -> chunks.addTo(batch, account));
    }

    private static final class Chunks {
        private final ByteSink positions = new ByteSink(16);
        private final ByteSink starts = new ByteSink(24);
        private long next;
        private long last;
        private int count;

        void add(long sequence, long decidedAt) {
            if (count == 0 || count == CHUNK || sequence != next) {
                starts.putLong(sequence).putLong(positions.size());
                count = 0;
                last = 0;
            }
            positions.putVarint(decidedAt - last);
            last = decidedAt;
            next = sequence + 1;
            count++;
        }

        void addTo(Batch batch, String account) {
            LongBuffer chunks = ByteBuffer.wrap(starts.array(), 0, starts.size()).asLongBuffer();
            while (chunks.hasRemaining()) {
                long sequence = chunks.get();
                int from = (int) chunks.get();
                int to = chunks.hasRemaining() ? (int) chunks.get(chunks.position() + 1) : positions.size();
                batch.put(LedgerTables.INDEX, LedgerTables.posting(account, sequence), positions.array(), from,
                        to - from);
            }
        }
    }
}
