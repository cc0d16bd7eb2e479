package io.tidemark.embedded.query;

import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.embedded.duckdb.DuckDb;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The files that tables are kept in, `<table>-<state>.duckdb`, and directories for what is unfinished, `work-<process>-<number>`.
/// Nothing in them is needed: all of it can be removed while no question is being asked, and is made again.
public final class TableFiles {
    private static final String SUFFIX = ".duckdb";
    private static final String WORK = "work-";
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Path directory;

    /// The files in a directory, which need not be there.
    public TableFiles(Path directory) {
        this.directory = directory;
    }

    /// A new directory for unfinished work. Removes those of processes that are gone.
    public Path newWork() {
        try {
            Directories.create(directory);
            for (String name : Directories.names(directory)) {
                if (name.startsWith(WORK) && isAbandoned(name)) {
                    Directories.delete(directory.resolve(name));
                }
            }
            Path work = directory.resolve(WORK + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
            Directories.delete(work);
            return Files.createDirectory(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "write to " + directory);
        }
    }

    private static boolean isAbandoned(String name) {
        try {
            long process = Long.parseLong(name.substring(WORK.length(), name.indexOf('-', WORK.length())));
            Optional<ProcessHandle> holder = ProcessHandle.of(process);
            return holder.isEmpty() || !holder.get().isAlive();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            // Someone else's name: not ours to remove.
            return false;
        }
    }

    /// Removes a directory for unfinished work.
    public static void removeWork(Path work) {
        try {
            Directories.delete(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "remove " + work);
        }
    }

    /// The file with a table as its source is now; made when there is none. Files of what the source was before are removed.
    ///
    /// @param db   an instance that is not locked yet
    /// @param work a directory for unfinished work
    Path file(TableSource source, DuckDb db, Path work, @Nullable LedgerReader ledger) {
        String table = source.table().name();
        Path file = directory.resolve(table + "-" + source.state(ledger) + SUFFIX);
        if (Files.exists(file)) {
            return file;
        }
        Path unfinished = work.resolve(table + SUFFIX);
        db.run("ATTACH " + CatalogSql.literal(unfinished.toString()) + " AS making");
        source.make(db, "making", ledger);
        db.run("CHECKPOINT making");
        db.run("DETACH making");
        try {
            Directories.move(unfinished, file);
            removeOlder(table, file);
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + file);
        }
        return file;
    }

    private void removeOlder(String table, Path current) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, table + "-*" + SUFFIX)) {
            for (Path file : files) {
                if (!Objects.equals(file.getFileName(), current.getFileName())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
