package io.tidemark.embedded.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.duckdb.DuckDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Answers questions over a home. Safe for use by many threads.
///
/// A question is let in only when DuckDB's own parser says that it is one statement that selects. It is asked in an instance of its
/// own that has the tables it names open for reading, and that is locked before the question is even prepared.
public final class HomeQueries implements Queries {
    private static final long MEMORY_BYTES = 512L << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private final List<TableSource> sources;
    private final InventoryTable inventory;
    private final TableFiles files;
    private final LedgerAccess ledger;

    /// Questions over a home.
    ///
    /// @param inventories where reports of the buckets are
    /// @param cache       where tables are kept
    /// @param ledger      lets tables look at the ledger
    public HomeQueries(Stores stores, Path inventories, Path cache, LedgerAccess ledger) {
        inventory = new InventoryTable(inventories);
        sources = List.of(inventory, new EventsTable(stores), new EntriesTable(stores), new AccountsTable(stores),
                new BundlesTable(stores), new BundledTable(stores));
        files = new TableFiles(cache);
        this.ledger = ledger;
    }

    @Override
    public List<Table> tables() {
        return sources.stream().map(TableSource::table).toList();
    }

    @Override
    public Answer query(String sql) {
        Path work = files.newWork();
        DuckDb db = DuckDb.open(work.resolve("spill"), MEMORY_BYTES);
        boolean begun = false;
        try {
            Set<String> named = tablesOf(db, sql);
            for (TableSource source : sources) {
                if (named.contains(source.table().name())) {
                    open(source, db, work);
                }
            }
            db.lock();
            PreparedStatement statement = db.prepare(sql);
            ResultSet rows = statement.executeQuery();
            Answer answer = new DuckDbAnswer(db, statement, rows, work);
            begun = true;
            return answer;
        } catch (SQLException e) {
            throw new RefusedException(DuckDb.firstLine(e.getMessage()), e);
        } finally {
            if (!begun) {
                db.close();
                TableFiles.removeWork(work);
            }
        }
    }

    private void open(TableSource source, DuckDb db, Path work) {
        if (source == inventory) {
            if (inventory.reports().isEmpty()) {
                throw new StorageException(Kind.MISSING,
                        "there is no inventory report yet; run `tidemark inventory` to make one");
            }
            attach(source, db, files.file(source, db, work, null));
        } else {
            ledger.look(reader -> attach(source, db, files.file(source, db, work, reader)));
        }
    }

    private static void attach(TableSource source, DuckDb db, Path file) {
        String table = source.table().name();
        db.run("ATTACH " + CatalogSql.literal(file.toString()) + " AS kept_" + table + " (READ_ONLY)");
        db.run("CREATE VIEW " + table + " AS SELECT * FROM kept_" + table + "." + table);
    }

    /// The names, in lower case, that a statement uses for tables.
    ///
    /// @throws RefusedException when it is not one statement that selects
    private static Set<String> tablesOf(DuckDb db, String sql) throws SQLException {
        try (PreparedStatement parse = db.prepare("SELECT json_serialize_sql(?)")) {
            parse.setString(1, sql);
            try (ResultSet parsed = parse.executeQuery()) {
                parsed.next();
                return tablesIn(String.valueOf(parsed.getString(1)));
            }
        }
    }

    private static Set<String> tablesIn(String tree) {
        Set<String> tables = new HashSet<>();
        int statements = 0;
        int depth = 0;
        String error = null;
        try (JsonParser json = JSON.createParser(tree)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    // The tree's root holds `statements`, and that an object for each.
                    statements += depth == 3 && token == JsonToken.START_OBJECT ? 1 : 0;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.VALUE_STRING && "table_name".equals(json.currentName())) {
                    tables.add(json.getText().toLowerCase(Locale.ROOT));
                } else if (token == JsonToken.VALUE_STRING && depth == 1
                        && "error_message".equals(json.currentName())) {
                    error = json.getText();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (error != null) {
            throw new RefusedException(error.startsWith("Only SELECT")
                    ? "only a statement that selects can be asked; nothing is changed here"
                    : DuckDb.firstLine(error), null);
        }
        if (statements != 1) {
            throw new RefusedException("one statement can be asked at a time, there are " + statements, null);
        }
        return tables;
    }
}
