package io.tidemark.embedded.rocks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/// Reads a [Database]. Safe for use by many threads.
public final class View implements AutoCloseable {
    private final Database database;
    private final ReadOptions options;
    private final @Nullable Snapshot snapshot;

    View(Database database, ReadOptions options, @Nullable Snapshot snapshot) {
        this.database = database;
        this.options = options;
        this.snapshot = snapshot;
    }

    /// The value of a key, or null when it has none.
    ///
    /// @param table the table's place among the database's tables
    public byte @Nullable [] get(int table, byte[] key) {
        return database.call("read", () -> database.rocks().get(database.handle(table), options, key));
    }

    /// The values of several keys, null where there is none. Quickest when the keys are sorted.
    public byte[] @Nullable [] get(int table, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return new byte[0][];
        }
        return database.call("read", () -> database.rocks()
                .multiGetAsList(options, database.handles(table, keys.size()), keys).toArray(byte[][]::new));
    }

    /// Walks over a table; begins nowhere.
    public Walk walk(int table) {
        return database.call("read", () -> {
            Walk walk = new Walk(database, database.rocks().newIterator(database.handle(table), options));
            database.register(walk);
            return walk;
        });
    }

    /// Lets go of the view. A view of the latest state has nothing to let go of.
    @Override
    public void close() {
        if (snapshot != null) {
            database.release(this, this::closeNative);
        }
    }

    void closeNative() {
        options.close();
        if (snapshot != null) {
            RocksDB rocks = database.rocks();
            rocks.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }
}
