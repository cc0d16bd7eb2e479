package io.tidemark.embedded.rocks;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Walks over a table in bytewise order of its keys. Not thread-safe.
public final class Walk implements AutoCloseable {
    private final Database database;
    private final RocksIterator iterator;

    Walk(Database database, RocksIterator iterator) {
        this.database = database;
        this.iterator = iterator;
    }

    /// Goes to the first key at or after that one.
    ///
    /// @return whether there is one
    public boolean seek(byte[] key) {
        return database.call("read", () -> {
            iterator.seek(key);
            return isValid();
        });
    }

    /// Goes to the last key at or before that one.
    ///
    /// @return whether there is one
    public boolean seekAtOrBefore(byte[] key) {
        return database.call("read", () -> {
            iterator.seekForPrev(key);
            return isValid();
        });
    }

    /// Goes to the next key.
    ///
    /// @return whether there is one
    public boolean next() {
        return database.call("read", () -> {
            iterator.next();
            return isValid();
        });
    }

    /// The key that the walk is at.
    public byte[] key() {
        return database.call("read", iterator::key);
    }

    /// The value of the key that the walk is at.
    public byte[] value() {
        return database.call("read", iterator::value);
    }

    private boolean isValid() throws RocksDBException {
        if (iterator.isValid()) {
            return true;
        }
        iterator.status();
        return false;
    }

    @Override
    public void close() {
        database.release(this, this::closeNative);
    }

    void closeNative() {
        iterator.close();
    }
}
