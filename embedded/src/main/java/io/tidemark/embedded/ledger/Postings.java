package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Entry;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects where the entries of a commit are, account by account. Not thread-safe.
///
/// A posting stands for a chunk of consecutive sequences of an account; its key names the first of them, its value the positions at
/// which they took effect: the first, then differences.
final class Postings {
    /// A chunk ends after so many sequences, so that finding one in it stays quick.
    static final int MAX_CHUNK = 512;

    private final Map<String, Chunk> accounts = new HashMap<>();

    void add(Entry entry, long decidedAt) {
        Chunk last = accounts.get(entry.account());
        if (last == null || !last.continuesWith(entry.sequence())) {
            last = new Chunk(entry.sequence(), last);
            accounts.put(entry.account(), last);
        }
        last.add(decidedAt);
    }

    /// Adds what was collected to a run, in order of the keys.
    void addTo(StateRun.Builder run) {
        String[] names = accounts.keySet().toArray(String[]::new);
        Arrays.sort(names);
        ByteSink value = new ByteSink(64);
        for (String name : names) {
            add(name, accounts.get(name), value, run);
        }
    }

    private static void add(String account, @Nullable Chunk chunk, ByteSink value, StateRun.Builder run) {
        if (chunk != null) {
            add(account, chunk.before, value, run);
            value.clear();
            chunk.encode(value);
            run.put(LedgerTables.posting(account, chunk.first), value);
        }
    }

    /// How many sequences a posting stands for, and where the last of them took effect.
    static Extent extentOf(byte[] value) {
        ByteSource source = new ByteSource(value, "a posting");
        int count = 0;
        long last = 0;
        while (source.hasMore()) {
            last += source.getVarint();
            count++;
        }
        return new Extent(count, last);
    }

    /// Appends what one posting says to what the one before it says.
    ///
    /// @param value         holds the one before
    /// @param lastDecidedAt where its last sequence took effect
    /// @param following     the posting of the sequences that come next
    static void append(ByteSink value, long lastDecidedAt, byte[] following) {
        ByteSource source = new ByteSource(following, "a posting");
        value.putVarint(source.getVarint() - lastDecidedAt);
        value.putBytes(following, source.offset(), following.length - source.offset());
    }

    /// See [#extentOf].
    record Extent(int count, long lastDecidedAt) {}

    private static final class Chunk {
        private final long first;
        private final @Nullable Chunk before;
        private long[] positions = new long[2];
        private int count;

        Chunk(long first, @Nullable Chunk before) {
            this.first = first;
            this.before = before;
        }

        boolean continuesWith(long sequence) {
            return sequence == first + count && count < MAX_CHUNK;
        }

        void add(long decidedAt) {
            if (count == positions.length) {
                positions = Arrays.copyOf(positions, count * 4);
            }
            positions[count++] = decidedAt;
        }

        void encode(ByteSink sink) {
            long last = 0;
            for (int i = 0; i < count; i++) {
                sink.putVarint(positions[i] - last);
                last = positions[i];
            }
        }
    }
}
