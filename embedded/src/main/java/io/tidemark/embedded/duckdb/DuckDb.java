package io.tidemark.embedded.duckdb;

import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.DiskFailures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/// One instance of DuckDB, with nothing in it at first. Not thread-safe.
///
/// What belongs to us is attached and prepared first; then [#lock] shuts the instance off: no file can be opened any more but those
/// that are open, no extension loaded, no setting changed. It cannot be undone.
public final class DuckDb implements AutoCloseable {
    private static final String[] SETTINGS = {"autoinstall_known_extensions=false", "autoload_known_extensions=false",
            "allow_community_extensions=false", "allow_persistent_secrets=false", "enable_progress_bar=false",
            "TimeZone='UTC'"};

    private final DuckDBConnection connection;

    /// What is done with an appender.
    @FunctionalInterface
    public interface Filling {
        /// Appends rows.
        void into(RowAppender rows);
    }

    private DuckDb(DuckDBConnection connection) {
        this.connection = connection;
    }

    /// Opens an instance.
    ///
    /// @param spill       a directory for what does not fit into memory; need not be there
    /// @param memoryBytes how much memory it may take
    public static DuckDb open(Path spill, long memoryBytes) {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        properties.setProperty("memory_limit", memoryBytes / (1 << 20) + "MiB");
        DuckDb opened;
        try {
            Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
            opened = new DuckDb(connection.unwrap(DuckDBConnection.class));
        } catch (SQLException e) {
            throw failed("start DuckDB", e);
        }
        boolean done = false;
        try {
            for (String setting : SETTINGS) {
                opened.run("SET " + setting);
            }
            opened.run("SET temp_directory=" + CatalogSql.literal(spill.toString()));
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    /// Runs a statement of ours.
    ///
    /// @throws StorageException when it fails
    public void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed("run " + firstWords(sql), e);
        }
    }

    /// Appends rows to a table of an attached database.
    public void append(String database, String table, Filling filling) {
        try (RowAppender rows = new RowAppender(
                connection.createAppender(database, DuckDBConnection.DEFAULT_SCHEMA, table))) {
            filling.into(rows);
        } catch (SQLException e) {
            throw failed("write table " + table, e);
        }
    }

    /// Shuts the instance off from everything that is not open in it.
    public void lock() {
        run("SET enable_external_access=false");
        run("SET lock_configuration=true");
    }

    /// Prepares a statement.
    ///
    /// @throws SQLException when it is no statement, or names what is not there
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /// A failure of DuckDB at something of ours, in the ports' words.
    ///
    /// @param doing what was being done to what
    public static StorageException failed(String doing, SQLException failure) {
        String message = firstLine(failure.getMessage());
        Kind kind = DiskFailures.kindOf(message);
        return new StorageException(kind, "cannot " + doing + ": " + DiskFailures.sentence(kind, message), failure);
    }

    /// The first line of what DuckDB says; the others repeat the statement.
    public static String firstLine(@Nullable String message) {
        return message == null ? "no reason was given" : message.lines().findFirst().orElse("").strip();
    }

    private static String firstWords(String sql) {
        String line = sql.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close DuckDB", e);
        }
    }
}
