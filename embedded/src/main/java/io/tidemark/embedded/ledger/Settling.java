package io.tidemark.embedded.ledger;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes runs of changes to the state table: several at once, joined into one sorted file, which appears in the table as a whole.
///
/// The runs stay where they are until the file is in the table and on disk. Whoever finds a run and what it became in the table
/// sees the same twice; no run goes to the table twice. One caller at a time.
final class Settling {
    private final Database database;
    private final Path work;
    private final Consumer<Long> forget;
    private @Nullable ExecutorService thread;
    private @Nullable Future<?> underWay;

    /// Settles the runs of a ledger.
    ///
    /// @param work   where files are made; belongs to this alone
    /// @param forget told the number up to which runs are in the table
    Settling(Database database, Path work, Consumer<Long> forget) {
        this.database = database;
        this.work = work;
        this.forget = forget;
        try {
            Directories.delete(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "empty " + work);
        }
    }

    /// How far runs have come.
    ///
    /// @param run      the number of the last of them; 0 when there is none
    /// @param position the position that the ledger had reached with it
    record Mark(long run, long position) {
        private static Mark of(StateRun run) {
            return new Mark(run.number(), run.position());
        }

        /// The last run that is in the state table.
        static Mark settled(View view) {
            return decode(view.get(LedgerTables.STATE, LedgerTables.SETTLED));
        }

        /// The last run that is not kept any longer. Never beyond [#settled], in a view that holds together.
        static Mark forgotten(View view) {
            return decode(view.get(LedgerTables.META, LedgerTables.FORGOTTEN));
        }

        private static Mark decode(byte @Nullable [] value) {
            if (value == null) {
                return new Mark(0, 0);
            }
            ByteSource source = new ByteSource(value, "the mark of the ledger's runs");
            return new Mark(source.getVarint(), source.getVarint());
        }

        private ByteSink encode() {
            return new ByteSink(24).putVarint(run).putVarint(position);
        }
    }

    /// Whether runs are being settled.
    boolean isUnderWay() {
        return underWay != null && !underWay.isDone();
    }

    /// Begins to settle runs, beside the caller.
    ///
    /// @param runs the oldest that there are, the newest of them first
    void begin(List<StateRun> runs) {
        finish();
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().daemon().name("tidemark-ledger-settling").unstarted(task));
        }
        underWay = thread.submit(() -> settle(runs));
    }

    /// Waits for what is under way.
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
            throw new StorageException(Kind.FAILED, "interrupted while waiting for the ledger's state", e);
        }
    }

    /// Settles runs at once.
    ///
    /// @param runs the oldest that there are, the newest of them first
    void settle(List<StateRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        long settled = Mark.settled(database.latest()).run();
        List<StateRun> unsettled = runs.stream().filter(run -> run.number() > settled).toList();
        if (!unsettled.isEmpty()) {
            addToTable(unsettled);
        }
        forget(runs);
    }

    private void addToTable(List<StateRun> runs) {
        // A file is on disk at once; it must not be ahead of the commits that it comes from.
        database.sync();
        writeFile(runs, Mark.of(runs.getFirst()));
    }

    private void forget(List<StateRun> runs) {
        Mark last = Mark.of(runs.getFirst());
        Batch batch = database.newBatch();
        for (StateRun run : runs) {
            batch.delete(LedgerTables.RUNS, LedgerTables.position(run.number()));
        }
        batch.put(LedgerTables.META, LedgerTables.FORGOTTEN, last.encode());
        database.write(batch, false);
        forget.accept(last.run());
    }

    private void writeFile(List<StateRun> runs, Mark last) {
        try {
            Directories.create(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "make " + work);
        }
        List<RunWalk> layers = new ArrayList<>();
        runs.forEach(run -> layers.add(new RunWalk(run)));
        try (SortedFile file = database.newSortedFile(LedgerTables.STATE, work.resolve("state-" + last.run() + ".sst"));
                LayeredWalk walk = new LayeredWalk(layers, true)) {
            file.put(LedgerTables.SETTLED, last.encode());
            Joining joining = new Joining(file);
            for (boolean more = walk.seek(LedgerTables.SETTLED); more; more = walk.next()) {
                if (walk.isRemoval()) {
                    joining.remove(walk.key());
                } else {
                    joining.add(walk.key(), walk.value());
                }
            }
            joining.flush();
            file.addToTable();
        }
    }

    /// Lets go of the thread.
    void close() {
        if (thread != null) {
            thread.shutdown();
        }
    }

    /// Joins postings of consecutive sequences on the way into a file.
    private static final class Joining {
        private final SortedFile file;
        private final ByteSink value = new ByteSink(1 << 10);
        private byte @Nullable [] key;
        private int count;
        private long lastDecidedAt;

        Joining(SortedFile file) {
            this.file = file;
        }

        void remove(byte[] nextKey) {
            flush();
            file.delete(nextKey);
        }

        void add(byte[] nextKey, byte[] nextValue) {
            if (nextKey[0] != LedgerTables.POSTINGS) {
                flush();
                value.clear();
                file.put(nextKey, value.putBytes(nextValue));
            } else {
                addPosting(nextKey, nextValue);
            }
        }

        private void addPosting(byte[] nextKey, byte[] nextValue) {
            Postings.Extent extent = Postings.extentOf(nextValue);
            if (key != null && continues(key, nextKey) && count + extent.count() <= Postings.MAX_CHUNK) {
                Postings.append(value, lastDecidedAt, nextValue);
                count += extent.count();
            } else {
                flush();
                key = nextKey;
                value.clear();
                value.putBytes(nextValue);
                count = extent.count();
            }
            lastDecidedAt = extent.lastDecidedAt();
        }

        private boolean continues(byte[] before, byte[] next) {
            int prefix = before.length - Long.BYTES;
            return before.length == next.length && Arrays.equals(before, 0, prefix, next, 0, prefix)
                    && sequence(next) == sequence(before) + count;
        }

        private static long sequence(byte[] posting) {
            return new ByteSource(posting, posting.length - Long.BYTES, posting.length, "a posting").getLong();
        }

        void flush() {
            if (key != null) {
                file.put(key, value);
                key = null;
            }
        }
    }
}
