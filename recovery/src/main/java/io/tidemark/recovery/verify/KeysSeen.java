package io.tidemark.recovery.verify;

import java.util.function.LongPredicate;

/// The event keys that were judged so far, each with the position of the attempt in force; one `long` a key.
///
/// A key is known by its slot and by 28 bits of its hash; now and then a key that was never seen looks like one that was. What
/// matters is therefore asked of the log by whoever looks a key up. The table does not grow: it is made for as many keys as there
/// can be. Not thread-safe.
final class KeysSeen {
    private static final int POSITION_BITS = 36;
    private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
    private static final int MIN_SLOTS = 1 << 10;
    private static final int MAX_SLOTS = 1 << 30;

    private final long[] slots;
    private final int mask;

    /// A table for so many keys.
    KeysSeen(long keys) {
        long wanted = Math.max(MIN_SLOTS, keys + keys / 3 + 1);
        int size = wanted > MAX_SLOTS / 2 ? MAX_SLOTS : Integer.highestOneBit((int) wanted - 1) << 1;
        slots = new long[size];
        mask = size - 1;
    }

    /// Fetches the part of the table where a key with that hash would be found.
    ///
    /// @return a number that means nothing
    long fetch(long hash) {
        return slots[slot(hash)];
    }

    /// Whether there may be a key with that hash: no is certain.
    boolean mayHave(long hash) {
        long tag = hash & ~POSITION_MASK;
        for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & mask) {
            if ((slots[slot] & ~POSITION_MASK) == tag) {
                return true;
            }
        }
        return false;
    }

    /// The position of a key that may be the one with that hash, or 0 when it was certainly never seen.
    ///
    /// @param confirmed asked about each candidate's position, in turn; false goes on to the next
    long find(long hash, LongPredicate confirmed) {
        long tag = hash & ~POSITION_MASK;
        for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & mask) {
            long held = slots[slot];
            if ((held & ~POSITION_MASK) == tag && confirmed.test(held & POSITION_MASK)) {
                return held & POSITION_MASK;
            }
        }
        return 0;
    }

    /// Adds a key that is not there.
    void add(long hash, long position) {
        int slot = slot(hash);
        for (int probes = 0; slots[slot] != 0; probes++) {
            if (probes > mask) {
                throw new IllegalStateException("more keys than there were to be");
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = held(hash, position);
    }

    /// Sets the position of a key that is there at another one.
    void move(long hash, long from, long to) {
        long held = held(hash, from);
        for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & mask) {
            if (slots[slot] == held) {
                slots[slot] = held(hash, to);
                return;
            }
        }
        throw new IllegalStateException("no key at position " + from);
    }

    private static long held(long hash, long position) {
        if (position < 1 || position > POSITION_MASK) {
            throw new IllegalArgumentException("position " + position + " is out of range");
        }
        return (hash & ~POSITION_MASK) | position;
    }

    private int slot(long hash) {
        // The tag takes the high bits, so the slot takes the low ones.
        return (int) (hash & mask);
    }
}
