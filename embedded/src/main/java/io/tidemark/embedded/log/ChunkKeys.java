package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of the attempts that are put in one batch, beside what the log holds under them. Tells duplicates and versions, and
/// collects what the index of keys has to be told. Keys are handled in order of their hash, because that is what the index is
/// quickest with. Not thread-safe.
final class ChunkKeys {
    /// The most attempts in a batch: the index of one fits into the bits that sorting leaves free.
    static final int MAX_ATTEMPTS = 1 << 12;
    private static final long INDEX_MASK = MAX_ATTEMPTS - 1L;

    private final List<NewAttempt> attempts;
    private final LogReader reader;
    private final int[] slotOf;
    private final List<Slot> slots = new ArrayList<>();

    /// Looks the keys of all these attempts up.
    ChunkKeys(List<NewAttempt> attempts, LogReader reader) {
        this.attempts = attempts;
        this.reader = reader;
        this.slotOf = new int[attempts.size()];
        long[] hashes = new long[attempts.size()];
        long[] order = new long[attempts.size()];
        for (int i = 0; i < order.length; i++) {
            hashes[i] = reader.keys().hash(attempts.get(i).key());
            // Signed order of the flipped sign is unsigned order, which is the order of the keys as bytes.
            order[i] = ((hashes[i] ^ Long.MIN_VALUE) & ~INDEX_MASK) | i;
        }
        Arrays.sort(order);
        for (long item : order) {
            int index = (int) (item & INDEX_MASK);
            slotOf[index] = slotFor(hashes[index]);
        }
        long[] distinct = slots.stream().mapToLong(slot -> slot.hash).toArray();
        long[] @Nullable [] found = reader.keys().find(distinct);
        for (int i = 0; i < found.length; i++) {
            slots.get(i).stored = found[i];
        }
    }

    private int slotFor(long hash) {
        for (int i = slots.size() - 1; i >= 0 && sameInOrder(slots.get(i).hash, hash); i--) {
            if (slots.get(i).hash == hash) {
                return i;
            }
        }
        slots.add(new Slot(hash));
        return slots.size() - 1;
    }

    private static boolean sameInOrder(long a, long b) {
        return ((a ^ b) & ~INDEX_MASK) == 0;
    }

    /// The version that an attempt gets when it is stored, or 0 when it is a duplicate.
    int versionOf(int index) {
        Slot slot = slots.get(slotOf[index]);
        return slot.isUnused() ? 1 : slot.versionOf(attempts.get(index), reader);
    }

    /// Takes notice that an attempt is stored at that position.
    void stored(int index, long position) {
        slots.get(slotOf[index]).stored(attempts.get(index), position);
    }

    /// Tells the index of keys what is stored.
    ///
    /// @param lastPosition the last position of the log
    void addToIndex(long lastPosition) {
        List<Slot> changed = slots.stream().filter(slot -> slot.changed).toList();
        long[] hashes = new long[changed.size()];
        long[][] positions = new long[changed.size()][];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = changed.get(i).hash;
            positions[i] = changed.get(i).positions();
        }
        reader.keys().add(hashes, positions, lastPosition);
    }

    /// All attempts under one hash: usually the one that is being put, and nothing else.
    private static final class Slot {
        private final long hash;
        private long @Nullable [] stored;
        private boolean changed;
        private @Nullable NewAttempt only;
        private long onlyPosition;
        private @Nullable List<Known> known;

        Slot(long hash) {
            this.hash = hash;
        }

        boolean isUnused() {
            return stored == null && !changed;
        }

        int versionOf(NewAttempt attempt, LogReader reader) {
            int version = 1;
            for (Known earlier : known(reader)) {
                if (earlier.key.equals(attempt.key())) {
                    if (earlier.body.equals(attempt.body())) {
                        return 0;
                    }
                    version++;
                }
            }
            return version;
        }

        void stored(NewAttempt attempt, long position) {
            changed = true;
            if (known == null) {
                only = attempt;
                onlyPosition = position;
            } else {
                known.add(new Known(attempt.key(), attempt.body(), position));
            }
        }

        private List<Known> known(LogReader reader) {
            if (known == null) {
                known = new ArrayList<>();
                if (stored != null) {
                    for (long position : stored) {
                        LogRecord.Attempt attempt = reader.attemptAt(position);
                        known.add(new Known(attempt.key(), attempt.body(), position));
                    }
                }
                if (only != null) {
                    known.add(new Known(only.key(), only.body(), onlyPosition));
                }
            }
            return known;
        }

        long[] positions() {
            return known == null
                    ? new long[] {onlyPosition}
                    : known.stream().mapToLong(Known::position).toArray();
        }
    }

    private record Known(EventKey key, Body body, long position) {}
}
