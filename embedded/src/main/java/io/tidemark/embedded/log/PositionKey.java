package io.tidemark.embedded.log;

import java.nio.ByteBuffer;

/// Numbers as keys of a table: big-endian, so that bytewise order is the order of the (unsigned) numbers.
final class PositionKey {
    private PositionKey() {}

    static byte[] of(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long read(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }
}
