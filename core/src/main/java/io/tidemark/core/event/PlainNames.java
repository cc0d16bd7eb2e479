package io.tidemark.core.event;

import java.util.Arrays;

/// The member names of one object, as ranges of the body, to tell when one comes a second time. Takes only as many as can be
/// compared each with each at little cost.
final class PlainNames {
    private static final int MAX_NAMES = 16;

    private final byte[] bytes;
    private final int[] bounds = new int[2 * MAX_NAMES];
    private int used;

    PlainNames(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes a name up; false when it is there already or there are too many.
    boolean add(int from, int to) {
        if (used == bounds.length) {
            return false;
        }
        for (int i = 0; i < used; i += 2) {
            if (bounds[i + 1] - bounds[i] == to - from
                    && Arrays.equals(bytes, bounds[i], bounds[i + 1], bytes, from, to)) {
                return false;
            }
        }
        bounds[used++] = from;
        bounds[used++] = to;
        return true;
    }
}
