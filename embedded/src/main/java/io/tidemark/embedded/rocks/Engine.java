package io.tidemark.embedded.rocks;

import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;

/// What the databases of a home share: native memory for blocks that were read, and a count of what they write. Close it after
/// them. Safe for use by many threads.
public final class Engine implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache;
    private final Statistics statistics = new Statistics();
    private final AtomicLong addedFileBytes = new AtomicLong();
    private boolean closed;

    /// An engine that keeps about that many bytes of blocks in memory.
    public Engine(long cacheBytes) {
        cache = new LRUCache(cacheBytes);
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    }

    Cache cache() {
        return cache;
    }

    Statistics statistics() {
        return statistics;
    }

    /// How many bytes all databases have written since they were opened: write-ahead logs and table files, those that were
    /// merged included.
    public synchronized long bytesWritten() {
        return count(TickerType.WAL_FILE_BYTES) + count(TickerType.FLUSH_WRITE_BYTES)
                + count(TickerType.COMPACT_WRITE_BYTES) + addedFileBytes.get();
    }

    void addedFile(long sizeInBytes) {
        addedFileBytes.addAndGet(sizeInBytes);
    }

    /// How often a write-ahead log was forced to disk.
    public synchronized long syncs() {
        return count(TickerType.WAL_FILE_SYNCED);
    }

    private long count(TickerType ticker) {
        return closed ? 0 : statistics.getTickerCount(ticker);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            statistics.close();
            cache.close();
        }
    }
}
