package io.tidemark.embedded.each;

import io.tidemark.core.port.EventwiseStores;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.DatabaseOpening.Mode;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.embedded.rocks.Table;
import io.tidemark.embedded.rocks.Walk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The room: one database, one table, one lock. Whatever is written is on disk on return. Safe for use by many threads of one process,
/// which has it to itself.
public final class Room implements AutoCloseable {
    private static final int TABLE = 0;
    private static final long CACHE_BYTES = 8L << 20;
    private static final byte[] COUNTER = {'n'};

    private final Engine engine = new Engine(CACHE_BYTES);
    private final Database database;
    private final EventwiseStores stores;

    private Room(Path directory, InstantSource clock) {
        database = new DatabaseOpening(directory, "each", Mode.CREATE,
                List.of(new Table("default", Table.Shape.ORDERED)), engine).open();
        stores = new EventwiseStores(new RoomAttempts(this, clock), new RoomBook(this, clock),
                new RoomQueue(this, clock),
                new RoomPauses(this));
    }

    /// Opens the room in that directory, and makes it first when it is not there.
    ///
    /// @param clock tells arrival times, and how long ago something was taken
    public static Room open(Path directory, InstantSource clock) {
        return new Room(directory, clock);
    }

    /// The stores in the room.
    public EventwiseStores stores() {
        return stores;
    }

    /// A key in the table: a letter for its kind, then texts, each with a zero behind it but for the last one.
    static byte[] key(char kind, String... parts) {
        return (kind + String.join("\0", parts)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A key in the table that ends in a number.
    static byte[] key(char kind, String text, long number) {
        byte[] start = key(kind, text, "");
        return ByteBuffer.allocate(start.length + Long.BYTES).put(start).putLong(number).array();
    }

    byte @Nullable [] get(byte[] key) {
        return database.latest().get(TABLE, key);
    }

    /// Everything whose key begins with those bytes, in bytewise order.
    void each(byte[] prefix, Consumer<Item> taker) {
        try (Walk walk = database.latest().walk(TABLE)) {
            for (boolean there = walk.seek(prefix); there; there = walk.next()) {
                byte[] key = walk.key();
                if (!Arrays.equals(key, 0, Math.min(key.length, prefix.length), prefix, 0, prefix.length)) {
                    return;
                }
                taker.accept(new Item(key, walk.value()));
            }
        }
    }

    /// A key with its value.
    @SuppressWarnings("ArrayRecordComponent") // handed on and never compared
    record Item(byte[] key, byte[] value) {}

    /// Reads and writes as one: nobody else does either meanwhile.
    <T> T exclusively(Supplier<T> work) {
        synchronized (database) {
            return work.get();
        }
    }

    /// The next of the numbers that the room counts, from 1. Within [#exclusively].
    long next(Change change) {
        byte[] last = get(COUNTER);
        long next = (last == null ? 0 : ByteBuffer.wrap(last).getLong()) + 1 + change.numbers++;
        change.put(COUNTER, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
        return next;
    }

    /// Begins a change, which is written as a whole.
    Change change() {
        return new Change();
    }

    /// What is to be written together.
    final class Change {
        private final Batch batch = database.newBatch();
        private long numbers;

        Change put(byte[] key, byte[] value) {
            batch.put(TABLE, key, value);
            return this;
        }

        Change put(byte[] key, ByteSink value) {
            batch.put(TABLE, key, value);
            return this;
        }

        Change delete(byte[] key) {
            batch.delete(TABLE, key);
            return this;
        }

        /// Writes it: on disk on return.
        void write() {
            database.write(batch, true);
        }
    }

    /// Lets go of the room. May be called twice.
    @Override
    public void close() {
        database.close();
        engine.close();
    }
}
