package io.tidemark.embedded.log;

import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.rocks.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// An opened events database with what reads the log in it.
///
/// @param acknowledged how far the log had been acknowledged when the database was opened
record OpenedEvents(Database database, LogReader reader, long acknowledged) {
    /// What an opened database shows.
    ///
    /// @param work         where the writer of the index of keys makes its files, or null when the database was opened for reading
    /// @param acknowledged how far the log had been acknowledged before the database was opened
    /// @param bundles      the files of bundles
    /// @param clock        tells whether what was frozen is thawed
    static OpenedEvents of(Database database, @Nullable Path work, KeyIndex.Sizing sizing, long acknowledged,
            BundleFiles bundles, InstantSource clock) {
        try {
            KeyTableWriter writer = work == null ? null : new KeyTableWriter(database, work);
            BundleShelf shelf = new BundleShelf(bundles, number -> BundleCatalog.read(database.latest(), number),
                    clock);
            return new OpenedEvents(database, new LogReader(database, writer, sizing, shelf), acknowledged);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// Whether records are lost that were acknowledged.
    boolean hasLost() {
        return acknowledged > reader.mark().lastPosition();
    }
}
