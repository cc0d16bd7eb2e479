package io.tidemark.embedded.log;

import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.StorageException;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.DatabaseOpening.Mode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events of a home: the log, the buckets and the control item, in one database. Safe for use by many threads.
public final class EventsStore implements AutoCloseable {
    private static final String NAME = "events";
    private static final String KEY_FILES = "key-files";
    private static final String BUNDLES = "bundles";
    /// Closing leaves nothing in the write-ahead log: a table file tells damage from what a crash tore, the log cannot. It would take
    /// damaged events for such as were never acknowledged, and say nothing.
    private static final long MOST_REPLAY_BYTES = 0;

    private final Path directory;
    private final Engine engine;
    private final KeyIndex.Sizing sizing;
    private final @Nullable Appender appender;
    private final @Nullable AcknowledgedMark acknowledged;
    private final List<OpenedEvents> opened = new ArrayList<>();
    private final EventLog log;
    private final Buckets buckets;
    private final ControlItem control;
    private final BundleFiles bundleFiles;
    private final InstantSource clock;
    private final LogBundles bundles;
    private volatile OpenedEvents current;

    private EventsStore(Path directory, Engine engine, Mode mode, InstantSource clock, KeyIndex.Sizing sizing) {
        boolean writable = mode != Mode.READ;
        this.clock = clock;
        this.bundleFiles = new BundleFiles(directory.resolve(BUNDLES));
        this.directory = directory;
        this.engine = engine;
        this.sizing = sizing;
        this.current = openEvents(mode, writable ? directory.resolve(KEY_FILES) : null);
        this.opened.add(current);
        this.acknowledged = writable ? openMark() : null;
        this.appender = acknowledged == null
                ? null
                : new Appender(current.database(), current.reader(), acknowledged, clock);
        Object placementLock = new Object();
        this.log = new StoredEventLog(this::current, appender);
        this.buckets = new StoredBuckets(this::current, placementLock);
        this.control = new StoredControlItem(this::current, placementLock);
        this.bundles = new StoredBundles(this::current, bundleFiles, clock, writable);
    }

    /// Opens the events for writing.
    ///
    /// @param create whether to make the database when it is not there
    /// @param clock  tells arrival times
    /// @throws StorageException of kind `MISSING`, `DAMAGED`, `LOCKED` or `UNSUPPORTED_FORMAT`
    public static EventsStore openForWriting(Path directory, Engine engine, boolean create, InstantSource clock) {
        return openForWriting(directory, engine, create, clock, KeyIndex.Sizing.STANDARD);
    }

    static EventsStore openForWriting(Path directory, Engine engine, boolean create, InstantSource clock,
            KeyIndex.Sizing sizing) {
        return new EventsStore(directory, engine, create ? Mode.CREATE : Mode.WRITE, clock, sizing);
    }

    /// Opens the events for reading, as they are now, beside a process that may be writing them.
    ///
    /// @param clock tells whether what was frozen is thawed
    /// @throws StorageException of kind `MISSING`, `DAMAGED` or `UNSUPPORTED_FORMAT`
    public static EventsStore openForReading(Path directory, Engine engine, InstantSource clock) {
        return openForReading(directory, engine, clock, KeyIndex.Sizing.STANDARD);
    }

    static EventsStore openForReading(Path directory, Engine engine, InstantSource clock, KeyIndex.Sizing sizing) {
        return new EventsStore(directory, engine, Mode.READ, clock, sizing);
    }

    /// Looks at the mark first: whoever writes meanwhile puts records on disk before they are marked.
    private OpenedEvents openEvents(Mode mode, @Nullable Path work) {
        long marked = AcknowledgedMark.read(directory);
        Database database = new DatabaseOpening(directory, NAME, mode, EventTables.ALL, engine).open();
        return OpenedEvents.of(database, work, sizing, marked, bundleFiles, clock);
    }

    private AcknowledgedMark openMark() {
        try {
            StoredBuckets.finishClearing(current.database());
            return AcknowledgedMark.open(directory, current.reader().mark().lastPosition());
        } catch (RuntimeException e) {
            current.database().close();
            throw e;
        }
    }

    private OpenedEvents current() {
        return current;
    }

    /// The log.
    public EventLog log() {
        return log;
    }

    /// The buckets.
    public Buckets buckets() {
        return buckets;
    }

    /// The control item.
    public ControlItem control() {
        return control;
    }

    /// The bundles.
    public LogBundles bundles() {
        return bundles;
    }

    /// Makes sure that the log shows at least the records up to a position that a ledger has reached. Opened for reading, the
    /// log may have to be looked at again, because the ledger was opened after it.
    public synchronized void catchUpTo(long position) {
        if (appender == null && current.reader().mark().lastPosition() < position) {
            OpenedEvents next = openEvents(Mode.READ, null);
            opened.add(next);
            current = next;
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (appender != null && !current.database().isClosed()) {
                appender.close();
                current.reader().keys().close();
                current.database().flushWhenReplayExceeds(MOST_REPLAY_BYTES);
            }
        } finally {
            opened.forEach(each -> each.database().close());
            if (acknowledged != null) {
                acknowledged.close();
            }
        }
    }
}
