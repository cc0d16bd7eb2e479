package io.tidemark.embedded.query;

import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.embedded.duckdb.DuckDb;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a table's rows come from.
interface TableSource {
    /// What the table is.
    Queries.Table table();

    /// What the rows depend on, as a name of letters, digits, `-` and `.`: as long as it is the same, so are they.
    ///
    /// @param ledger one moment of the ledger, or null when nothing was ever processed
    String state(@Nullable LedgerReader ledger);

    /// Makes the table with its rows in an attached database.
    void make(DuckDb db, String database, @Nullable LedgerReader ledger);

    /// Makes the table without rows.
    static void create(DuckDb db, String database, Queries.Table table) {
        db.run("CREATE TABLE " + database + "." + table.name() + " ("
                + table.columns().stream().map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ")");
    }

    /// A column's description.
    static Queries.Column column(String name, String type, String description) {
        return new Queries.Column(name, type, description);
    }

    /// A table's description.
    static Queries.Table table(String name, String description, Queries.Column... columns) {
        return new Queries.Table(name, description, List.of(columns));
    }
}
