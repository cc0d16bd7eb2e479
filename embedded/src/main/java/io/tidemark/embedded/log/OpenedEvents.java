package io.tidemark.embedded.log;

import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.embedded.rocks.Database;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An opened events database with what reads the log in it.
///
/// @param acknowledged how far the log had been acknowledged when the database was opened
record OpenedEvents(Database database, LogReader reader, long acknowledged) {
    /// What an opened database shows.
    ///
    /// @param work         where the writer of the index of keys makes its files, or null when the database was opened for reading
    /// @param acknowledged how far the log had been acknowledged before the database was opened
    static OpenedEvents of(Database database, @Nullable Path work, KeyIndex.Sizing sizing, long acknowledged) {
        try {
            KeyTableWriter writer = work == null ? null : new KeyTableWriter(database, work);
            return new OpenedEvents(database, new LogReader(database, writer, sizing), acknowledged);
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
