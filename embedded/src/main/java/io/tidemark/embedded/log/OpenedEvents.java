package io.tidemark.embedded.log;

import io.tidemark.embedded.rocks.Database;

/// An opened events database with what reads the log in it.
record OpenedEvents(Database database, LogReader reader) {
    static OpenedEvents of(Database database) {
        try {
            return new OpenedEvents(database, new LogReader(database));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
