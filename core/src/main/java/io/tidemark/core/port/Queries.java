package io.tidemark.core.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers questions in SQL over what an installation holds. Reads only: no statement changes anything, or reaches anything beyond the
/// tables.
public interface Queries {
    /// The tables that can be asked about.
    List<Table> tables();

    /// Asks a question. The answer is of the moment of the call.
    ///
    /// @param sql one statement that reads
    /// @throws RefusedException when it is not that, or cannot be answered
    /// @throws StorageException when what it asks about cannot be read, of kind `MISSING` when it asks about inventories and there
    ///                          is none
    Answer query(String sql);

    /// A table.
    ///
    /// @param name        its name
    /// @param description what one row is, for people
    /// @param columns     its columns in order
    record Table(String name, String description, List<Column> columns) {
        /// A table with a copy of those columns.
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /// A column.
    ///
    /// @param name        its name
    /// @param type        its type in SQL
    /// @param description what it holds, for people
    record Column(String name, String type, String description) {}

    /// The rows of an answer. A cell is null, a `Boolean`, a `Long`, a `java.math.BigDecimal` where the amount is exact, or else
    /// text: times as `2026-01-02 03:04:05.000006` in UTC, bytes in hexadecimal digits, anything that
    /// has parts as the engine writes it.
    interface Answer extends Cursor<List<@Nullable Object>> {
        /// The columns' names in order, no two alike.
        List<String> columns();

        /// What the answer could not take from what it is about, a line each for people: nothing is left out of an answer in silence. Empty when
        /// all was there to be read.
        default List<String> notes() {
            return List.of();
        }
    }

    /// A question cannot be answered: it is not SQL, does more than read, or names what is not there. The message is one line.
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// A refusal with a line for people.
        public RefusedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
