package io.tidemark.embedded.rocks;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/// Native memory for blocks that were read, shared by all databases of a home. Close it after them.
public final class BlockCache implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache;

    /// A cache that holds about that many bytes.
    public BlockCache(long capacityInBytes) {
        cache = new LRUCache(capacityInBytes);
    }

    Cache handle() {
        return cache;
    }

    @Override
    public void close() {
        cache.close();
    }
}
