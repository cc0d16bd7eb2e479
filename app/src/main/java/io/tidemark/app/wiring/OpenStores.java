package io.tidemark.app.wiring;

import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The stores of one home, opened. Parts are opened when they are first asked for, so that snapshots can be read where the events are
/// lost. Safe for use by many threads.
public final class OpenStores implements AutoCloseable {
    private final EmbeddedHome home;

    private OpenStores(EmbeddedHome home) {
        this.home = home;
    }

    /// Opens the stores of a home.
    ///
    /// @param clock tells arrival times, and whether what was frozen is thawed
    /// @throws StorageException of kind `MISSING` when there is no home and none may be made, `LOCKED` naming who holds it,
    ///                          `READ_ONLY`, or `UNSUPPORTED_FORMAT`
    public static OpenStores open(Path directory, Access access, InstantSource clock) {
        return new OpenStores(switch (access) {
            case READ -> EmbeddedHome.openForReading(directory, clock);
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

    /// What answers questions in SQL.
    ///
    /// @param look lets a function look at one moment of the ledger, which is null when nothing was ever processed
    public Queries queries(Consumer<Consumer<@Nullable LedgerReader>> look) {
        return home.queries(look::accept);
    }

    /// What finds attempts by inventories.
    ///
    /// @param look lets a function look at one moment of the ledger, which is null when nothing was ever processed
    public Catalog catalog(Consumer<Consumer<@Nullable LedgerReader>> look) {
        return home.catalog(look::accept);
    }

    /// Makes inventories of the buckets.
    ///
    /// @param now      their time
    /// @param progress hears of the records of the log
    public List<InventoryReport> writeInventory(InventoryRequest request, Instant now, Progress progress) {
        return home.writeInventory(request, now, progress);
    }

    /// Where the home is.
    public Path directory() {
        return home.directory();
    }

    /// The receipts alone, which are there when the events are not.
    public Receipts receipts() {
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
