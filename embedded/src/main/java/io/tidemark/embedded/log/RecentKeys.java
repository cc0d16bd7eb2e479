package io.tidemark.embedded.log;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The positions of attempts by the hash of their key, for a run of the log that the keys table does not cover yet. What it says
/// about a hash is complete: it includes what the table says. Not thread-safe.
final class RecentKeys {
    /// How many hashes it takes before it is written to the table.
    static final int CAPACITY = 1 << 19;
    private static final int FIRST_SLOT_BITS = 10;
    private static final long FREE = 0;
    private static final long SEVERAL = -1;

    // Slots are in order of the hashes, but for collisions: sorted access stays near, and sorting it all takes little.
    private int slotBits = FIRST_SLOT_BITS;
    private long[] hashes = new long[1 << FIRST_SLOT_BITS];
    private long[] positions = new long[1 << FIRST_SLOT_BITS];
    private final Map<Long, long[]> several = new HashMap<>();
    private int size;
    private long lastPosition;

    int size() {
        return size;
    }

    /// The last position that it covers.
    long lastPosition() {
        return lastPosition;
    }

    /// Notes that it covers the log up to that position.
    void cover(long position) {
        lastPosition = position;
    }

    /// All positions under that hash, ascending, or null when it has none. Not to be changed.
    long @Nullable [] get(long hash) {
        int slot = slotOf(hash);
        if (positions[slot] == FREE) {
            return null;
        }
        return positions[slot] == SEVERAL ? several.get(hash) : new long[] {positions[slot]};
    }

    /// Sets all positions under that hash, ascending.
    void put(long hash, long[] all) {
        if (all.length == 1) {
            put(hash, all[0]);
        } else {
            several.put(hash, all);
            put(hash, SEVERAL);
        }
    }

    /// Sets the only position under that hash.
    void put(long hash, long position) {
        int slot = slotOf(hash);
        if (positions[slot] == FREE) {
            hashes[slot] = hash;
            size++;
        }
        positions[slot] = position;
        if (size > hashes.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldPositions = positions;
        slotBits++;
        hashes = new long[1 << slotBits];
        positions = new long[1 << slotBits];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldPositions[i] != FREE) {
                int slot = slotOf(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                positions[slot] = oldPositions[i];
            }
        }
    }

    private int slotOf(long hash) {
        int slot = (int) (hash >>> (Long.SIZE - slotBits));
        while (positions[slot] != FREE && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    /// All hashes in the order in which the keys table has them: as unsigned numbers.
    long[] sortedHashes() {
        long[] sorted = new long[size];
        int count = 0;
        for (int slot = 0; slot < hashes.length; slot++) {
            if (positions[slot] != FREE) {
                sorted[count++] = hashes[slot] ^ Long.MIN_VALUE;
            }
        }
        Arrays.sort(sorted);
        for (int i = 0; i < count; i++) {
            sorted[i] ^= Long.MIN_VALUE;
        }
        return sorted;
    }
}
