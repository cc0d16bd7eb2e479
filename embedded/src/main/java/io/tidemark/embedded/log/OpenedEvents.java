package io.tidemark.embedded.log;

import io.tidemark.embedded.rocks.Database;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An opened events database with what reads the log in it.
record OpenedEvents(Database database, LogReader reader) {
    /// What an opened database shows.
    ///
    /// @param work where the writer of the index of keys makes its files, or null when the database was opened for reading
    static OpenedEvents of(Database database, @Nullable Path work, KeyIndex.Sizing sizing) {
        try {
            KeyTableWriter writer = work == null ? null : new KeyTableWriter(database, work);
            return new OpenedEvents(database, new LogReader(database, writer, sizing));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
