package io.tidemark.app.wiring;

import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// The stores of one home, opened. Parts are opened when they are first asked for, so that snapshots can be read where the events are
/// lost. Safe for use by many threads.
public final class OpenStores implements AutoCloseable {
    private final EmbeddedHome home;

    private OpenStores(EmbeddedHome home) {
        this.home = home;
    }

    /// Opens the stores of a home.
    ///
    /// @param clock tells arrival times
    /// @throws StorageException of kind `MISSING` when there is no home and none may be made, `LOCKED` naming who holds it,
    ///                          `READ_ONLY`, or `UNSUPPORTED_FORMAT`
    public static OpenStores open(Path directory, Access access, InstantSource clock) {
        return new OpenStores(switch (access) {
            case READ -> EmbeddedHome.openForReading(directory);
            case WRITE -> EmbeddedHome.openForWriting(directory, clock);
            case CREATE -> EmbeddedHome.create(directory, clock);
        });
    }

    /// Whether there is anything in that directory that could be a home.
    public static boolean isHome(Path directory) {
        return Files.isDirectory(directory) && EmbeddedHome.isHome(directory);
    }

    /// All stores.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when the events are not what they were
    public Stores all() {
        return home.stores();
    }

    /// The events alone.
    ///
    /// @throws StorageException of kind `MISSING` or `DAMAGED` when they are not what they were
    public EventLog log() {
        return home.log();
    }

    /// The snapshots alone, which are there when the events are not.
    public SnapshotStore snapshots() {
        return home.snapshots();
    }

    /// Where the home is.
    public Path directory() {
        return home.directory();
    }

    /// Where receipts are kept; may not be there.
    public Path receipts() {
        return home.receipts();
    }

    /// Whether it may be written.
    public boolean isWritable() {
        return home.isWritable();
    }

    /// Lets go of the home. May be called twice.
    @Override
    public void close() {
        home.close();
    }
}
