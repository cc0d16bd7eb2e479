package io.tidemark.embedded.rocks;

import io.tidemark.embedded.encoding.ByteSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Changes that a [Database] writes as one. Made ready in one array of RocksDB's own form, so that the way into native code is
/// taken once for all of them. Can be used again after [#clear]. Not thread-safe.
public final class Batch {
    private static final int HEADER = 12;
    private static final int COUNT_OFFSET = 8;
    private static final byte DELETION_IN_TABLE = 0x4;
    private static final byte VALUE_IN_TABLE = 0x5;
    private static final byte RANGE_DELETION_IN_TABLE = 0xe;

    private final int[] tableIds;
    private final ByteSink sink = new ByteSink(1 << 16);
    private int count;

    Batch(int[] tableIds) {
        this.tableIds = tableIds;
        clear();
    }

    /// Forgets all changes.
    public void clear() {
        sink.clear();
        sink.reserve(HEADER);
        Arrays.fill(sink.array(), 0, HEADER, (byte) 0);
        sink.advance(HEADER);
        count = 0;
    }

    /// Whether there is nothing to write.
    public boolean isEmpty() {
        return count == 0;
    }

    /// How many bytes the changes take.
    public int size() {
        return sink.size();
    }

    /// Sets a key's value.
    ///
    /// @param table the table's place among the database's tables
    public void put(int table, byte[] key, byte[] value) {
        put(table, key, value, 0, value.length);
    }

    /// Sets a key's value to what a sink holds.
    public void put(int table, byte[] key, ByteSink value) {
        put(table, key, value.array(), 0, value.size());
    }

    /// Sets a key's value to a range of an array.
    public void put(int table, byte[] key, byte[] value, int offset, int length) {
        begin(VALUE_IN_TABLE, table, key);
        sink.putVarint(length).putBytes(value, offset, length);
    }

    /// Removes a key.
    public void delete(int table, byte[] key) {
        begin(DELETION_IN_TABLE, table, key);
    }

    /// Removes all keys from one on and before another.
    public void deleteRange(int table, byte[] from, byte[] before) {
        begin(RANGE_DELETION_IN_TABLE, table, from);
        sink.putVarint(before.length).putBytes(before);
    }

    private void begin(byte tag, int table, byte[] key) {
        count++;
        sink.putByte(tag).putVarint(tableIds[table]).putVarint(key.length).putBytes(key);
    }

    byte[] toBytes() {
        byte[] bytes = sink.toBytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT_OFFSET, count);
        return bytes;
    }
}
