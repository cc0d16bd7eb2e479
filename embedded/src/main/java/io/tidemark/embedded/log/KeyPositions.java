package io.tidemark.embedded.log;

import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The positions of all attempts whose keys share a hash, ascending, as the keys table holds them: the first, then differences.
final class KeyPositions {
    private static final long[] NONE = new long[0];

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

    static void encode(long[] positions, ByteSink sink) {
        long last = 0;
        for (long position : positions) {
            sink.putVarint(position - last);
            last = position;
        }
    }

    /// Those positions and one more, which comes after them.
    static long[] append(long @Nullable [] positions, long position) {
        if (positions == null) {
            return new long[] {position};
        }
        long[] longer = Arrays.copyOf(positions, positions.length + 1);
        longer[positions.length] = position;
        return longer;
    }
}
