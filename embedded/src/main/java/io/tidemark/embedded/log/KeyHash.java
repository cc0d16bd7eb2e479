package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The 64-bit hash under which the positions of a key's attempts are found. Part of the stored format. Two keys may share a
/// hash; whoever looks one up compares the keys themselves.
final class KeyHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0x9e3779b97f4a7c15L;
    private static final long MULTIPLIER = 0xd6e8feb86659fd93L;

    private KeyHash() {}

    static long of(EventKey key) {
        byte[] text = key.text().getBytes(StandardCharsets.ISO_8859_1);
        long hash = SEED ^ text.length;
        int at = 0;
        for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(text, at));
        }
        long tail = 0;
        for (; at < text.length; at++) {
            tail = tail << 8 | text[at];
        }
        return mix(mix(hash ^ tail));
    }

    private static long mix(long value) {
        return Math.unsignedMultiplyHigh(value, MULTIPLIER) ^ value * MULTIPLIER;
    }
}
