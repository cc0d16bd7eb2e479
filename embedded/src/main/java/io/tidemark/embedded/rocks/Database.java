package io.tidemark.embedded.rocks;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.StampedLock;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// A database in a directory: named tables of bytes by bytes, changed by batches that are atomic over all tables.
///
/// Safe for use by many threads. Closing waits for calls under way and closes what was not closed; later calls throw
/// [IllegalStateException].
public final class Database implements AutoCloseable {
    private final Path directory;
    private final String name;
    private final boolean writable;
    private final Engine engine;
    private final RocksDB rocks;
    private final List<Table> tables;
    /// An emptied table gets another one.
    private final List<ColumnFamilyHandle> handles;
    private final Tuning tuning;
    private final int[] tableIds;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final StampedLock life = new StampedLock();
    private final Set<AutoCloseable> dependents = ConcurrentHashMap.newKeySet();
    private final View latest;
    private boolean closed;

    Database(DatabaseOpening opening, RocksDB rocks, List<ColumnFamilyHandle> handles, Tuning tuning) {
        this.directory = opening.directory();
        this.name = opening.name();
        this.writable = opening.mode() != DatabaseOpening.Mode.READ;
        this.tables = opening.tables();
        this.engine = opening.engine();
        this.rocks = rocks;
        this.handles = new CopyOnWriteArrayList<>(handles);
        this.tuning = tuning;
        this.tableIds = handles.stream().mapToInt(ColumnFamilyHandle::getID).toArray();
        this.latest = new View(this, new ReadOptions(), null);
    }

    /// What people know it by, such as `events`.
    public String name() {
        return name;
    }

    /// The directory that holds it.
    public Path directory() {
        return directory;
    }

    /// Shows what the last batch left; each call on its own.
    public View latest() {
        return latest;
    }

    /// Shows what the last batch left, unchanged by later ones, until closed.
    public View snapshot() {
        return call("read", () -> {
            Snapshot snapshot = rocks.getSnapshot();
            View view = new View(this, new ReadOptions().setSnapshot(snapshot), snapshot);
            dependents.add(view);
            return view;
        });
    }

    /// An empty batch for this database.
    public Batch newBatch() {
        return new Batch(tableIds.clone());
    }

    /// Begins a file of items for a table, which must be ended before the database is closed.
    ///
    /// @param table the table's place among the database's tables
    /// @param file  where it is made: nothing is there yet, and it is on the database's file system
    public SortedFile newSortedFile(int table, Path file) {
        return new SortedFile(this, table, file, tuning.file(tables.get(table)));
    }

    /// Writes a batch, all of it or nothing. On return it survives a crash of the program; when synced, also one of the machine,
    /// together with all batches before it. Whichever a crash takes, it takes all later ones as well.
    public void write(Batch batch, boolean sync) {
        if (!writable) {
            throw new StorageException(Kind.READ_ONLY, "cannot write " + name + ": it was opened for reading");
        }
        call("write", () -> {
            try (WriteBatch changes = new WriteBatch(batch.toBytes())) {
                rocks.write(sync ? synced : unsynced, changes);
            }
            return true;
        });
    }

    /// Forces all batches so far to disk.
    public void sync() {
        call("sync", () -> {
            rocks.flushWal(true);
            return true;
        });
    }

    /// Writes what is only in memory and in the write-ahead log to table files when the next opening would have to replay more
    /// than so many bytes.
    public void flushWhenReplayExceeds(long bytes) {
        try {
            // RocksDB's own list of these files cannot be had when one begins with what a crash garbled.
            if (WalFiles.in(directory).sizeInBytes() > bytes) {
                call("write", () -> {
                    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
                        rocks.flush(options, handles);
                    }
                    return true;
                });
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "look into " + directory);
        }
    }

    /// Merges the files of a table, so that what was replaced takes no more room than a view that still shows it needs. Takes as long as reading
    /// and writing the table does; others read and write it meanwhile.
    public void compact(int table) {
        call("compact", () -> {
            rocks.compactRange(handles.get(table));
            return true;
        });
    }

    /// Takes everything out of a table without reading any of it, for good. A crash meanwhile leaves it as it was or empty. Walks that
    /// are under way go on over what it held; batches begun before must not name it.
    public void empty(int table) {
        long stamp = life.writeLock();
        try {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            ColumnFamilyHandle old = handles.get(table);
            rocks.dropColumnFamily(old);
            ColumnFamilyHandle made = rocks.createColumnFamily(tuning.tables(List.of(tables.get(table))).getFirst());
            handles.set(table, made);
            tableIds[table] = made.getID();
            old.close();
        } catch (RocksDBException e) {
            throw RocksFailures.of(e, "empty a table of " + name);
        } finally {
            life.unlockWrite(stamp);
        }
    }

    /// Whether it was closed.
    public boolean isClosed() {
        long stamp = life.readLock();
        try {
            return closed;
        } finally {
            life.unlockRead(stamp);
        }
    }

    Engine engine() {
        return engine;
    }

    RocksDB rocks() {
        return rocks;
    }

    ColumnFamilyHandle handle(int table) {
        return handles.get(table);
    }

    List<ColumnFamilyHandle> handles(int table, int times) {
        return Collections.nCopies(times, handles.get(table));
    }

    void register(AutoCloseable dependent) {
        dependents.add(dependent);
    }

    /// Closes a native object that depends on this database, unless that has happened already.
    void release(AutoCloseable dependent, Runnable closing) {
        long stamp = life.readLock();
        try {
            if (dependents.remove(dependent)) {
                closing.run();
            }
        } finally {
            life.unlockRead(stamp);
        }
    }

    /// A call into RocksDB, during which this database cannot be closed.
    <T> T call(String verb, NativeCall<T> call) {
        long stamp = life.readLock();
        try {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            return call.run();
        } catch (RocksDBException e) {
            throw RocksFailures.of(e, verb + " " + name);
        } finally {
            life.unlockRead(stamp);
        }
    }

    /// A call into RocksDB.
    @FunctionalInterface
    interface NativeCall<T> {
        T run() throws RocksDBException;
    }

    @Override
    public void close() {
        long stamp = life.writeLock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (AutoCloseable dependent : dependents) {
                switch (dependent) {
                    case Walk walk -> walk.closeNative();
                    case View view -> view.closeNative();
                    default -> throw new AssertionError(dependent);
                }
            }
            dependents.clear();
            latest.closeNative();
            handles.forEach(RocksObject::close);
            rocks.close();
            synced.close();
            unsynced.close();
            tuning.close();
        } finally {
            life.unlockWrite(stamp);
        }
    }
}
