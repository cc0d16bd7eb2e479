package io.tidemark.embedded.log;

import io.tidemark.embedded.encoding.ByteSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The positions of all attempts whose keys share a hash, ascending, as the keys table holds them: the first, then differences.
final class KeyPositions {
    static final long[] NONE = new long[0];

    private KeyPositions() {}

    static long[] decode(byte @Nullable [] value) {
        if (value == null) {
            return NONE;
        }
        long[] positions = new long[value.length];
        int count = 0;
        long last = 0;
        ByteSource source = new ByteSource(value, "the index of event keys");
        while (source.hasMore()) {
            last += source.getVarint();
            positions[count++] = last;
        }
        return Arrays.copyOf(positions, count);
    }
}
