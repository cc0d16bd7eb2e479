package io.tidemark.embedded.ledger;

import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.DatabaseOpening.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/// The generations in a home's `ledger/`, a directory each. Which of them are open is the callers' business; two cannot have one
/// open for writing.
public final class StoredGenerations implements Generations {
    private static final int FIRST_RULES_VERSION = 1;
    private static final int READ_ATTEMPTS = 40;

    private final Path directory;
    private final String home;
    private final boolean writable;
    private final Engine engine;
    private final LongConsumer onReading;
    private final StoredLedger.Sizing sizing;

    /// The generations in a directory, which need not be there.
    ///
    /// @param directory the home's `ledger/`
    /// @param home      the identity of the home that they belong to
    /// @param writable  whether they may be written
    /// @param engine    what their databases share
    /// @param onReading told the position of a generation that was opened for reading
    public StoredGenerations(Path directory, String home, boolean writable, Engine engine, LongConsumer onReading) {
        this(directory, home, writable, engine, onReading, StoredLedger.Sizing.STANDARD);
    }

    StoredGenerations(Path directory, String home, boolean writable, Engine engine, LongConsumer onReading,
            StoredLedger.Sizing sizing) {
        this.directory = directory;
        this.home = home;
        this.writable = writable;
        this.engine = engine;
        this.onReading = onReading;
        this.sizing = sizing;
    }

    @Override
    public List<String> list() {
        try {
            return Directories.names(directory);
        } catch (IOException e) {
            throw DiskFailures.of(e, "list the ledgers in " + directory);
        }
    }

    @Override
    public LedgerStore create(String generation) {
        Path place = writablePlace(generation);
        if (Files.exists(place)) {
            throw new StorageException(Kind.FAILED, "cannot make ledger " + generation + ": there is one of that name");
        }
        try {
            Directories.create(directory);
            Directories.create(place);
        } catch (IOException e) {
            throw DiskFailures.of(e, "make ledger " + generation);
        }
        Database database = openDatabase(generation, Mode.CREATE);
        try {
            Batch batch = database.newBatch();
            batch.put(LedgerTables.META, LedgerTables.IDENTITY, new LedgerIdentity(generation, home).encode());
            batch.put(LedgerTables.META, LedgerTables.MARK, LedgerMark.empty(FIRST_RULES_VERSION).encode());
            database.write(batch, true);
            return StoredLedger.of(database, generation, sizing);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public LedgerStore open(String generation) {
        writablePlace(generation);
        Database database = openDatabase(generation, Mode.WRITE);
        try {
            new LedgerIdentity(generation, home).check(database.latest());
            return StoredLedger.of(database, generation, sizing);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public LedgerReader openForReading(String generation) {
        Database database = openWhole(generation);
        try {
            new LedgerIdentity(generation, home).check(database.latest());
            LayeredState state = LedgerRuns.load(database.latest());
            StoredLedgerReader reader = new StoredLedgerReader(() -> state, database::close);
            onReading.accept(reader.summary().position());
            return reader;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private Database openWhole(String generation) {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            Database database = openDatabase(generation, Mode.READ);
            if (LedgerRuns.isWhole(database.latest())) {
                return database;
            }
            database.close();
        }
        throw new StorageException(Kind.FAILED, "cannot open ledger " + generation
                + " for reading: the process that owns it changed its files each time; try again");
    }

    private Database openDatabase(String generation, Mode mode) {
        Path place = directory.resolve(Directories.checkName(generation));
        if (!Files.isDirectory(place)) {
            throw new StorageException(Kind.MISSING, "ledger " + generation + " is not there: " + place);
        }
        try {
            return new DatabaseOpening(place, "ledger " + generation, mode, LedgerTables.ALL, engine).open();
        } catch (StorageException e) {
            // The directory is there, so what is in it is at fault.
            throw e.kind() == Kind.MISSING ? new StorageException(Kind.DAMAGED, String.valueOf(e.getMessage()), e) : e;
        }
    }

    @Override
    public void delete(String generation) {
        Path place = writablePlace(generation);
        try {
            if (Files.exists(place)) {
                Directories.delete(place);
                Directories.sync(directory);
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "delete ledger " + generation);
        }
    }

    private Path writablePlace(String generation) {
        if (!writable) {
            throw new StorageException(Kind.READ_ONLY,
                    "cannot change ledger " + generation + ": the home was opened for reading");
        }
        return directory.resolve(Directories.checkName(generation));
    }
}
