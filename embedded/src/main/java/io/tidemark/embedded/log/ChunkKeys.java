package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys of the attempts that are put in one batch, beside what the log holds under them. Tells duplicates and versions, and
/// collects what the index of keys has to be told. Nearly every key is new and comes once: that takes a slot in a table and
/// nothing else. Not thread-safe.
final class ChunkKeys {
    /// The most attempts in a batch.
    static final int MAX_ATTEMPTS = 1 << 12;

    private final List<NewAttempt> attempts;
    private final LogReader reader;
    private final long lastBefore;
    private final long[] hashes;
    /// Where attempts are stored that are alone under their hash; otherwise 0.
    private final long[] positions;
    private final long[] @Nullable [] stored;
    /// By hash, one more than the index of the first attempt with it; 0 where there is none.
    private final int[] firsts;
    private final int mask;
    /// The hashes under which there is more than one attempt.
    private final Map<Long, List<Known>> several = new HashMap<>();

    /// Looks the keys of all these attempts up.
    ChunkKeys(List<NewAttempt> attempts, LogReader reader) {
        this.attempts = attempts;
        this.reader = reader;
        lastBefore = reader.written().lastPosition();
        hashes = new long[attempts.size()];
        positions = new long[attempts.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = reader.keys().hash(attempts.get(i).key());
        }
        stored = reader.keys().find(hashes);
        firsts = new int[Integer.highestOneBit(2 * hashes.length) * 2];
        mask = firsts.length - 1;
    }

    /// The version that an attempt gets when it is stored, or 0 when it is a duplicate. To be asked in order.
    int versionOf(int index) {
        int first = firstLike(index);
        if (first == index && stored[index] == null) {
            return 1;
        }
        NewAttempt attempt = attempts.get(index);
        int version = 1;
        for (Known earlier : several.computeIfAbsent(hashes[index], _ -> known(first))) {
            if (earlier.key.equals(attempt.key())) {
                if (earlier.body.equals(attempt.body())) {
                    return 0;
                }
                version++;
            }
        }
        return version;
    }

    /// The index of the first attempt of this batch with the same hash, which may be the attempt itself.
    private int firstLike(int index) {
        int slot = (int) hashes[index] & mask;
        while (firsts[slot] != 0) {
            if (hashes[firsts[slot] - 1] == hashes[index]) {
                return firsts[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        firsts[slot] = index + 1;
        return index;
    }

    /// What there is under the hash of that attempt, which is the first with it in this batch.
    private List<Known> known(int first) {
        List<Known> known = new ArrayList<>();
        long[] before = stored[first];
        if (before != null) {
            for (long position : before) {
                LogRecord.Attempt attempt = reader.attemptAt(position);
                known.add(new Known(attempt.key(), attempt.body(), position));
            }
        }
        if (positions[first] != 0) {
            NewAttempt attempt = attempts.get(first);
            known.add(new Known(attempt.key(), attempt.body(), positions[first]));
            positions[first] = 0;
        }
        return known;
    }

    /// Takes notice that an attempt is stored at that position.
    void stored(int index, long position) {
        List<Known> known = several.isEmpty() ? null : several.get(hashes[index]);
        if (known == null) {
            positions[index] = position;
        } else {
            NewAttempt attempt = attempts.get(index);
            known.add(new Known(attempt.key(), attempt.body(), position));
        }
    }

    /// Tells the index of keys what is stored.
    ///
    /// @param lastPosition the last position of the log
    void addToIndex(long lastPosition) {
        reader.keys().add(hashes, positions, lastPosition);
        several.forEach((hash, known) -> {
            if (known.getLast().position > lastBefore) {
                reader.keys().add(hash, known.stream().mapToLong(Known::position).toArray());
            }
        });
    }

    private record Known(EventKey key, Body body, long position) {}
}
