package io.tidemark.embedded;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Generations;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.embedded.ledger.StoredGenerations;
import io.tidemark.embedded.log.EventsStore;
import io.tidemark.embedded.inventory.InventoryWriter;
import io.tidemark.embedded.query.HomeCatalog;
import io.tidemark.embedded.query.HomeQueries;
import io.tidemark.embedded.query.LedgerAccess;
import io.tidemark.embedded.query.TableFiles;
import io.tidemark.embedded.receipt.FileReceipts;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.embedded.snapshot.FileSnapshotStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A home directory: where one machine keeps its events, ledgers and snapshots.
///
/// ```
/// FORMAT       the version of this layout
/// LOCK         who owns the home for writing
/// events/      the events, their buckets, the control item
/// ledger/      the generations of the ledger, a directory each
/// snapshots/   the snapshots, a directory each, and nothing else
/// receipts/    what recoveries and verifications proved
/// inventory/   lists of what is in the buckets, in S3 Inventory's layout
/// query/       what questions in SQL are answered from; can be removed at any time
/// tmp/         unfinished work; emptied when the home is opened for writing
/// ```
///
/// One process owns a home for writing. Any number may read beside it: each sees the last committed state as of when it opened,
/// and the ledger never seems to be ahead of the events. Each part is opened when it is first asked for, so that what is whole can be
/// used while another part is lost or damaged. Safe for use by many threads.
public final class EmbeddedHome implements AutoCloseable {
    private static final long CACHE_BYTES = 96L << 20;
    private static final String EVENTS = "events";
    private static final String LEDGER = "ledger";
    private static final String SNAPSHOTS = "snapshots";
    private static final String RECEIPTS = "receipts";
    private static final String INVENTORY = "inventory";
    private static final String QUERY = "query";
    private static final String TEMPORARY = "tmp";

    private final Path directory;
    private final InstantSource clock;
    private final @Nullable HomeLock lock;
    private final Engine engine = new Engine(CACHE_BYTES);
    private final Generations generations;
    private final SnapshotStore snapshots;
    private final Receipts receipts;
    private @Nullable EventsStore events;
    private boolean closed;

    private EmbeddedHome(Path directory, HomeFormat format, InstantSource clock, @Nullable HomeLock lock) {
        this.directory = directory;
        this.clock = clock;
        this.lock = lock;
        boolean writable = lock != null;
        this.generations = new StoredGenerations(directory.resolve(LEDGER), format.id(), writable, engine,
                position -> events().catchUpTo(position));
        this.snapshots = new FileSnapshotStore(directory.resolve(SNAPSHOTS), directory.resolve(TEMPORARY), writable);
        this.receipts = new FileReceipts(directory.resolve(RECEIPTS));
    }

    /// Opens a home for writing, and makes it first when there is none.
    ///
    /// @param directory absent, empty or a home; files whose names begin with a dot do not count
    /// @param clock     tells arrival times
    /// @throws StorageException of kind `MISSING` when the directory holds something else, `LOCKED`, `READ_ONLY`, `FULL` or
    ///                          `UNSUPPORTED_FORMAT`
    public static EmbeddedHome create(Path directory, InstantSource clock) {
        if (HomeFormat.read(directory) == null) {
            checkUnused(directory);
            try {
                Directories.create(directory);
            } catch (IOException e) {
                throw DiskFailures.of(e, "make " + directory);
            }
        }
        return openLocked(directory, clock, true);
    }

    /// Opens a home for writing.
    ///
    /// @param clock tells arrival times
    /// @throws StorageException of kind `MISSING` when there is no home, `LOCKED`, `READ_ONLY` or `UNSUPPORTED_FORMAT`
    public static EmbeddedHome openForWriting(Path directory, InstantSource clock) {
        requireFormat(directory);
        return openLocked(directory, clock, false);
    }

    /// Opens a home for reading, beside a process that may be writing. Writes nothing, but for what [#queries], [#catalog] and
    /// [#writeInventory] derive, and receipts.
    ///
    /// @param clock tells whether what was frozen is thawed
    /// @throws StorageException of kind `MISSING` when there is no home, or `UNSUPPORTED_FORMAT`
    public static EmbeddedHome openForReading(Path directory, InstantSource clock) {
        return new EmbeddedHome(directory, requireFormat(directory), clock, null);
    }

    private static HomeFormat requireFormat(Path directory) {
        HomeFormat format = HomeFormat.read(directory);
        if (format == null) {
            throw new StorageException(Kind.MISSING, "there is no home in " + directory + "; put events to make one");
        }
        return format;
    }

    /// Whether a directory is a home, of whatever version.
    public static boolean isHome(Path directory) {
        return Files.exists(directory.resolve(HomeFormat.FILE));
    }

    private static void checkUnused(Path directory) {
        if (!Files.exists(directory) || Files.isDirectory(directory.resolve(EVENTS))) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                if (!name.startsWith(".") && !name.equals(HomeLock.FILE) && !name.equals(TEMPORARY)) {
                    throw new StorageException(Kind.MISSING, directory + " is no home, and holds other things (" + name
                            + "); name a new or empty directory");
                }
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "look into " + directory);
        }
    }

    private static EmbeddedHome openLocked(Path directory, InstantSource clock, boolean create) {
        Instant now = clock.instant();
        HomeLock lock = HomeLock.take(directory, now);
        EmbeddedHome home = null;
        try {
            Path temporary = directory.resolve(TEMPORARY);
            Directories.delete(temporary);
            Directories.create(temporary);
            FileReceipts.removeUnfinished(directory.resolve(RECEIPTS));
            HomeFormat format = HomeFormat.read(directory);
            if (format == null && create) {
                format = make(directory, clock, now);
            } else if (format == null) {
                format = requireFormat(directory);
            }
            home = new EmbeddedHome(directory, format, clock, lock);
            return home;
        } catch (IOException e) {
            throw DiskFailures.of(e, "open " + directory);
        } finally {
            if (home == null) {
                lock.close();
            }
        }
    }

    private static HomeFormat make(Path directory, InstantSource clock, Instant now) throws IOException {
        try (Engine engine = new Engine(1 << 20)) {
            EventsStore.openForWriting(directory.resolve(EVENTS), engine, true, clock).close();
        }
        for (String part : new String[] {LEDGER, SNAPSHOTS, RECEIPTS}) {
            Directories.create(directory.resolve(part));
        }
        String origin = directory.toRealPath() + "|" + now + "|" + ProcessHandle.current().pid();
        String id = Sha256.of(origin.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 24);
        HomeFormat format = new HomeFormat(HomeFormat.VERSION, id);
        format.write(directory, directory.resolve(TEMPORARY));
        return format;
    }

    /// Where the home is.
    public Path directory() {
        return directory;
    }

    /// The receipts. They are kept even where the home was opened for reading, beside its owner.
    public Receipts receipts() {
        return receipts;
    }

    /// Whether the home was opened for writing.
    public boolean isWritable() {
        return lock != null;
    }

    /// The events in arrival order.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when `events/` is not what it was
    public EventLog log() {
        return events().log();
    }

    /// Which bucket each attempt is in.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when `events/` is not what it was
    public Buckets buckets() {
        return events().buckets();
    }

    /// The bundles.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when `events/` is not what it was
    public LogBundles bundles() {
        return events().bundles();
    }

    /// Which ledger is in force.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when `events/` is not what it was
    public ControlItem control() {
        return events().control();
    }

    /// The generations of the ledger. What is opened from here is the caller's to close, before the home.
    public Generations generations() {
        return generations;
    }

    /// The snapshots.
    public SnapshotStore snapshots() {
        return snapshots;
    }

    /// Answers questions in SQL. Tables are derived into `query/` when a question names them.
    ///
    /// @param ledger lets tables look at the ledger in force
    public Queries queries(LedgerAccess ledger) {
        return new HomeQueries(stores(), directory.resolve(INVENTORY), directory.resolve(QUERY), ledger);
    }

    /// Finds attempts by the inventory reports in `inventory/`, be they of this home's buckets or copied from elsewhere.
    ///
    /// @param ledger lets selections by account look at the ledger in force
    public Catalog catalog(LedgerAccess ledger) {
        return new HomeCatalog(queries(ledger), directory.resolve(INVENTORY), HomeCatalog.ownBuckets());
    }

    /// Lists what is in the buckets.
    ///
    /// @param now      the reports' time
    /// @param progress hears of the log's records
    public List<InventoryReport> writeInventory(InventoryRequest request, Instant now, Progress progress) {
        Path target = request.directory() == null ? directory.resolve(INVENTORY) : request.directory();
        Path work = new TableFiles(directory.resolve(QUERY)).newWork();
        try {
            return new InventoryWriter(stores(), target, request, now, work).write(progress);
        } finally {
            TableFiles.removeWork(work);
        }
    }

    /// How many bytes were written to events and ledgers since the home was opened, write-ahead logs and the merging of files
    /// included.
    public long bytesWritten() {
        return engine.bytesWritten();
    }

    /// How often what was written was forced to disk since the home was opened.
    public long syncs() {
        return engine.syncs();
    }

    /// All of it.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when `events/` is not what it was
    public Stores stores() {
        return new Stores(log(), buckets(), bundles(), control(), generations, snapshots, receipts);
    }

    private synchronized EventsStore events() {
        if (closed) {
            throw new IllegalStateException(directory + " is closed");
        }
        if (events == null) {
            Path place = directory.resolve(EVENTS);
            events = isWritable()
                    ? EventsStore.openForWriting(place, engine, false, clock)
                    : EventsStore.openForReading(place, engine, clock);
        }
        return events;
    }

    /// Lets go of the home: syncs what was written, closes the events, gives the lock back. May be called twice.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (events != null) {
                events.close();
            }
        } finally {
            engine.close();
            if (lock != null) {
                lock.close();
            }
        }
    }
}
