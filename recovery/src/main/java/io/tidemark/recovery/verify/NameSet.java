package io.tidemark.recovery.verify;

import java.util.Arrays;

/// The few names of one object's members. Not thread-safe.
final class NameSet {
    private String[] names = new String[16];
    private int size;
    /// One bit for each hash; a name whose bit is clear is new without a look at the others.
    private long seen;

    void clear() {
        size = 0;
        seen = 0;
    }

    /// Adds a name.
    ///
    /// @return whether it was not there before
    boolean add(String name) {
        int hash = name.hashCode();
        long bit = 1L << ((hash ^ hash >>> 6 ^ hash >>> 12) & 63);
        if ((seen & bit) != 0 && contains(name)) {
            return false;
        }
        seen |= bit;
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
        }
        names[size++] = name;
        return true;
    }

    private boolean contains(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }
}
