package io.tidemark.embedded.log;

import java.util.ArrayList;
import java.util.List;

/// Says of most hashes that were never added that they were not; never errs about one that was. It costs two bytes a hash and
/// spares the look-up in the keys table that nearly every new key would otherwise need, only to find nothing. Not thread-safe.
final class KeyFilter {
    /// The most hashes it holds, in 128 MiB.
    static final long CAPACITY = 1L << 26;
    /// A word holds the marks of so many hashes, four each: one of two hundred strangers passes for known.
    private static final int HASHES_PER_WORD = 4;
    private static final int FIRST_PART_BITS = 12;
    private static final int LARGEST_PART_BITS = 21;
    private static final int GROWTH_BITS = 4;

    /// All but the last are full.
    private final List<long[]> parts = new ArrayList<>();
    private int partBits = FIRST_PART_BITS - GROWTH_BITS;
    private int room;
    private long size;

    /// How many hashes were added.
    long size() {
        return size;
    }

    void add(long hash) {
        if (room == 0) {
            partBits = Math.min(partBits + GROWTH_BITS, LARGEST_PART_BITS);
            parts.add(new long[1 << partBits]);
            room = HASHES_PER_WORD << partBits;
        }
        room--;
        size++;
        parts.getLast()[(int) (hash >>> (Long.SIZE - partBits))] |= marks(hash);
    }

    boolean mayHold(long hash) {
        long marks = marks(hash);
        for (long[] part : parts) {
            int slot = (int) (hash >>> (Long.numberOfLeadingZeros(part.length) + 1));
            if ((part[slot] & marks) == marks) {
                return true;
            }
        }
        return false;
    }

    /// Up to four bits, chosen by the end of the hash; its beginning chooses the word.
    private static long marks(long hash) {
        return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12) | 1L << (hash >>> 18);
    }
}
