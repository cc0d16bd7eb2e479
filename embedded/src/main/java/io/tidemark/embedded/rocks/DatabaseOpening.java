package io.tidemark.embedded.rocks;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// How a database is to be opened.
///
/// @param directory where it is
/// @param name      what people know it by, such as `events`
/// @param mode      what for
/// @param tables    all of its tables; the first is named `default`
/// @param engine    what it shares with other databases
public record DatabaseOpening(Path directory, String name, Mode mode, List<Table> tables, Engine engine) {
    private static final String CURRENT = "CURRENT";
    private static final int MOST_WAL_FILES = 8;
    private static final long MOST_WAL_BYTES = 4 << 20;
    private static final int READ_ATTEMPTS = 40;

    /// What a database is opened for.
    public enum Mode {
        /// For writing; made when it is not there.
        CREATE,
        /// For writing, by the only process that does.
        WRITE,
        /// For reading, beside a process that may be writing: shows what was written when it was opened.
        READ
    }

    /// Opens it.
    ///
    /// @throws StorageException of kind `MISSING` when it is not there, `LOCKED` when another has it open for writing,
    ///                          `DAMAGED` when it cannot be opened
    public Database open() {
        if (mode != Mode.CREATE && !Files.exists(directory.resolve(CURRENT))) {
            throw new StorageException(Kind.MISSING, "cannot open " + name + ": there is no database in " + directory);
        }
        try {
            return mode == Mode.READ ? openForReading() : openForWriting();
        } catch (RocksDBException e) {
            throw RocksFailures.of(e, "open " + name);
        } catch (IOException e) {
            throw DiskFailures.of(e, "open " + name);
        }
    }

    private Database openForWriting() throws RocksDBException, IOException {
        WalFiles wal = WalFiles.in(directory);
        // A process that was killed may leave writes that the disk does not have yet. RocksDB never syncs these files again: what
        // is written and synced from now on would outlive them in a crash of the machine, and leave a hole in between.
        wal.sync(directory);
        // A little log is cheaper to replay than to turn into table files; many openings must not let it pile up.
        boolean flush = wal.names().size() > MOST_WAL_FILES || wal.sizeInBytes() > MOST_WAL_BYTES;
        try {
            return open(flush);
        } catch (RocksDBException e) {
            if (!flush || RocksFailures.of(e, "open " + name).kind() != Kind.FULL) {
                throw e;
            }
            // There is no room for table files; with what is in the log already one can still read, and remove things.
            return open(false);
        }
    }

    private Database openForReading() throws RocksDBException, IOException {
        RocksDBException last = null;
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            WalFiles before = WalFiles.in(directory);
            try {
                Database database = open(false);
                // A log file that went meanwhile was turned into table files that this opening may not have seen.
                if (WalFiles.in(directory).names().containsAll(before.names())) {
                    return database;
                }
                database.close();
            } catch (RocksDBException e) {
                if (WalFiles.in(directory).names().containsAll(before.names()) && !isMissingFile(e)) {
                    throw e;
                }
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
        throw new StorageException(Kind.FAILED, "cannot open " + name
                + " for reading: the process that owns it changed its files each time; try again");
    }

    private static boolean isMissingFile(RocksDBException e) {
        String message = e.getMessage();
        return message != null && message.contains("No such file or directory");
    }

    private Database open(boolean flush) throws RocksDBException {
        Tuning tuning = new Tuning(engine);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            DBOptions options = tuning.database(mode, flush);
            String path = directory.toString();
            RocksDB rocks = mode == Mode.READ
                    ? RocksDB.openReadOnly(options, path, tuning.tables(tables), handles)
                    : RocksDB.open(options, path, tuning.tables(tables), handles);
            return new Database(this, rocks, handles, tuning);
        } catch (RocksDBException e) {
            tuning.close();
            throw e;
        }
    }
}
