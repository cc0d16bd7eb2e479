package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.SortedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outcomes of the commit that is being prepared, packed into blocks as they come, and where its entries are.
///
/// A few blocks become a part of the commit's batch. Many go to a file, past the write-ahead log, which is added to the table just
/// before the batch says that they count: until then they lie beyond the ledger's mark, where nobody looks and the next opening
/// clears them away. Not thread-safe.
final class OutcomeStage {
    private final Database database;
    private final Path work;
    private final String name;
    private final long spillBytes;
    private final OutcomeBlock.Writer block = new OutcomeBlock.Writer();
    private final ByteSink packed = new ByteSink(64 << 10);
    private long[] firsts = new long[64];
    private int[] ends = new int[64];
    private int blocks;
    private Postings postings;
    private Amendments amendments = new Amendments();
    private @Nullable SortedFile file;
    private long files;
    private long first;
    private long last;
    private boolean failed;

    /// A stage for a ledger's database.
    ///
    /// @param work       where a file is made; on the database's file system, emptied when a ledger is opened
    /// @param name       what its files are called, unlike those of another stage
    /// @param spillBytes blocks of so many bytes go to a file
    OutcomeStage(Database database, Path work, String name, long spillBytes) {
        this.database = database;
        this.work = work;
        this.name = name;
        this.spillBytes = spillBytes;
        postings = new Postings();
    }

    /// Takes more outcomes.
    ///
    /// @throws IllegalArgumentException when one took effect before the one that comes before it
    void add(List<Outcome> outcomes) {
        boolean done = false;
        try {
            pack(outcomes);
            done = true;
        } finally {
            failed |= !done;
        }
    }

    private void pack(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            long decidedAt = outcome.decidedAt();
            if (decidedAt < last) {
                throw new IllegalArgumentException("an outcome decided at " + decidedAt + " after one at " + last);
            }
            if (first == 0) {
                first = decidedAt;
            }
            last = decidedAt;
            if (block.isFullBefore(decidedAt)) {
                finishBlock();
            }
            block.add(outcome);
            if (outcome.position() != decidedAt) {
                amendments.add(outcome.position(), decidedAt);
            }
        }
        postings.add(outcomes);
    }

    /// Makes sure that everything taken took effect from one position to another.
    ///
    /// @throws IllegalArgumentException when something did not; it is forgotten with all the rest
    /// @throws IllegalStateException    when taking failed before; all is forgotten
    void checkWithin(long from, long to) {
        if (failed) {
            clear();
            throw new IllegalStateException("not all outcomes of this commit were taken");
        }
        if (first != 0 && (first < from || last > to)) {
            String what = "outcomes decided from " + first + " to " + last + ", in a run of " + from + " to " + to;
            clear();
            throw new IllegalArgumentException(what);
        }
    }

    private void finishBlock() {
        if (blocks == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * blocks);
            ends = Arrays.copyOf(ends, 2 * blocks);
        }
        packed.putBytes(block.bytes().array(), 0, block.bytes().size());
        firsts[blocks] = block.first();
        ends[blocks++] = packed.size();
        block.clear();
        if (packed.size() >= spillBytes) {
            spill();
        }
    }

    private void spill() {
        SortedFile target = file;
        if (target == null) {
            try {
                Directories.create(work);
            } catch (IOException e) {
                throw DiskFailures.of(e, "make " + work);
            }
            target = database.newSortedFile(LedgerTables.OUTCOMES, work.resolve(name + "-" + ++files + ".sst"));
            file = target;
        }
        int from = 0;
        for (int i = 0; i < blocks; i++) {
            target.put(LedgerTables.position(firsts[i]), packed.array(), from, ends[i] - from);
            from = ends[i];
        }
        blocks = 0;
        packed.clear();
    }

    /// Brings all blocks into the table, or into the batch where they are few. Afterwards the blocks are gone; where entries are and
    /// what was judged elsewhere is still known.
    void writeTo(Batch batch) {
        if (!block.isEmpty()) {
            finishBlock();
        }
        SortedFile spilled = file;
        if (spilled != null) {
            spill();
            file = null;
            try (spilled) {
                spilled.addToTable();
            }
        }
        int from = 0;
        for (int i = 0; i < blocks; i++) {
            batch.put(LedgerTables.OUTCOMES, LedgerTables.position(firsts[i]), packed.array(), from, ends[i] - from);
            from = ends[i];
        }
        blocks = 0;
        packed.clear();
    }

    /// Where the entries are.
    Postings postings() {
        return postings;
    }

    /// What was judged elsewhere than at its own position.
    Amendments amendments() {
        return amendments;
    }

    /// Forgets everything.
    void clear() {
        block.clear();
        packed.clear();
        blocks = 0;
        postings.clear();
        amendments = new Amendments();
        first = 0;
        last = 0;
        failed = false;
        SortedFile spilled = file;
        if (spilled != null) {
            file = null;
            spilled.close();
        }
    }
}
