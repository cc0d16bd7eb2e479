package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// 64-bit hashes of event keys. Not thread-safe: it reuses a buffer.
final class KeyHash {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] DEPOSIT = "cash_deposit_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYMENT = "outgoing_payment_unverified_".getBytes(StandardCharsets.US_ASCII);
    private static final long SEED = 0x2545f4914f6cdd1dL;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    /// More than any key is long; what is behind a key is zero up to the next multiple of eight.
    private static final int ROOM = 256;

    private final byte[] buffer = new byte[ROOM];

    /// The hash of a key.
    long of(String key) {
        return hash(append(0, key, 0));
    }

    /// The hash of the key of the original that a follow-up refers to.
    ///
    /// @param type the follow-up's type
    long ofOriginal(String key, EventType type) {
        byte[] prefix = type == EventType.VERIFY_CASH_DEPOSIT ? DEPOSIT : PAYMENT;
        System.arraycopy(prefix, 0, buffer, 0, prefix.length);
        return hash(append(prefix.length, key, key.lastIndexOf('_') + 1));
    }

    @SuppressWarnings("deprecation") // copies characters known to be ASCII without encoding them
    private int append(int at, String text, int from) {
        text.getBytes(from, text.length(), buffer, at);
        return at + text.length() - from;
    }

    private long hash(int length) {
        int padded = (length + 7) & ~7;
        Arrays.fill(buffer, length, padded, (byte) 0);
        long hash = SEED ^ length;
        for (int at = 0; at < padded; at += Long.BYTES) {
            hash = mix(hash ^ (long) EIGHT.get(buffer, at));
        }
        return mix(hash);
    }

    private static long mix(long value) {
        return Math.unsignedMultiplyHigh(value, MULTIPLIER) ^ value * MULTIPLIER;
    }
}
