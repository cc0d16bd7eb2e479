package io.tidemark.embedded.log;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.SortedFile;
import io.tidemark.embedded.rocks.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes runs of recent keys to the keys table, one after the other, beside the thread that puts. A run and the mark that says
/// how far the table has come appear in the table at once.
final class KeyTableWriter {
    /// Sorts before every hash, because it is shorter.
    private static final byte[] MARK = {0};
    /// Below so many, a run is cheaper to write as a batch than as a table file.
    private static final int FEW = 20_000;

    private final Database database;
    private final Path work;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("tidemark-key-index").unstarted(task));
    private @Nullable Future<?> underWay;

    /// A writer to the keys table of a database.
    ///
    /// @param work where table files are made; belongs to this writer alone
    KeyTableWriter(Database database, Path work) {
        this.database = database;
        this.work = work;
        try {
            Directories.delete(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "empty " + work);
        }
    }

    /// The last position that the keys table covers.
    static long mark(View view) {
        byte[] value = view.get(EventTables.KEYS, MARK);
        return value == null ? 0 : mark(value);
    }

    /// Whether a key of the table is that of its mark.
    static boolean isMark(byte[] key) {
        return key.length == MARK.length;
    }

    /// The last position that the table covers, as its mark says.
    static long mark(byte[] value) {
        return new ByteSource(value, "the mark of the index of event keys").getVarint();
    }

    /// Begins to write a run, if there is one; waits for the one before it.
    ///
    /// @param next    gives the oldest run that is to be written, or null
    /// @param written told of each run that is in the table
    void write(Supplier<@Nullable RecentKeys> next, Consumer<RecentKeys> written) {
        if (next.get() == null) {
            return;
        }
        finish();
        RecentKeys run = next.get();
        if (run != null) {
            underWay = thread.submit(() -> {
                write(run);
                written.accept(run);
            });
        }
    }

    /// Writes all that is left, at once.
    void writeAll(Supplier<@Nullable RecentKeys> next, Consumer<RecentKeys> written) {
        finish();
        for (RecentKeys run = next.get(); run != null; run = next.get()) {
            write(run);
            written.accept(run);
        }
    }

    /// Writes all that is left and ends.
    void close(Supplier<@Nullable RecentKeys> next, Consumer<RecentKeys> written) {
        try {
            writeAll(next, written);
        } finally {
            thread.shutdown();
        }
    }

    /// Waits for what is being written.
    void finish() {
        Future<?> last = underWay;
        underWay = null;
        if (last == null) {
            return;
        }
        try {
            last.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.FAILED, "interrupted while waiting for the index of event keys", e);
        }
    }

    private void write(RecentKeys run) {
        if (run.size() <= FEW) {
            writeBatch(run);
        } else {
            writeFile(run);
        }
    }

    private void writeBatch(RecentKeys run) {
        Batch batch = database.newBatch();
        ByteSink value = new ByteSink(64);
        batch.put(EventTables.KEYS, MARK, value.putVarint(run.lastPosition()));
        for (long hash : run.sortedHashes()) {
            batch.put(EventTables.KEYS, PositionKey.of(hash), encode(run, hash, value));
        }
        database.write(batch, false);
    }

    private void writeFile(RecentKeys run) {
        try {
            Directories.create(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "make " + work);
        }
        Path path = work.resolve("keys-" + run.lastPosition() + ".sst");
        try (SortedFile file = database.newSortedFile(EventTables.KEYS, path)) {
            ByteSink value = new ByteSink(64);
            file.put(MARK, value.putVarint(run.lastPosition()));
            for (long hash : run.sortedHashes()) {
                file.put(PositionKey.of(hash), encode(run, hash, value));
            }
            file.addToTable();
        }
    }

    private static ByteSink encode(RecentKeys run, long hash, ByteSink value) {
        value.clear();
        long[] positions = run.get(hash);
        if (positions != null) {
            KeyPositions.encode(positions, value);
        }
        return value;
    }
}
