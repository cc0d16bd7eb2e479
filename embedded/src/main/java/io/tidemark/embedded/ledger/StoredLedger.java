package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.View;
import io.tidemark.embedded.rocks.Walk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A generation that is open for writing.
///
/// A small commit goes to the tables at once. A large one would spend most of its time there, on keys in random order; so its outcomes
/// go to their table, which is in order of positions, and its changes of the state are kept as a run beside the table, until enough of
/// them are joined into it.
final class StoredLedger extends StoredLedgerReader implements LedgerStore {
    /// Beyond so much write-ahead log, closing takes the time to make the next opening quick.
    private static final long MOST_REPLAY_BYTES = 2 << 20;

    private final Database database;
    private final String generation;
    private final Sizing sizing;
    private final Batch batch;
    private final OutcomeStage stage;
    /// Of history, which may be packed while commits go on: guarded by itself, and taken before this ledger's own lock.
    private final OutcomeStage historyStage;
    private final AtomicReference<LayeredState> state;
    private final Settling settling;
    /// Whether outcomes may lie in their table whose commit failed.
    private boolean unclean;
    private long lastRun;
    private LedgerMark mark;

    /// The ledger in a database that is open for writing, and closed with it.
    static StoredLedger of(Database database, String generation, Sizing sizing) {
        clearUncommitted(database);
        return new StoredLedger(database, generation, sizing,
                new AtomicReference<>(LedgerRuns.load(database.latest())));
    }

    /// Removes outcomes whose commit never came to count.
    private static void clearUncommitted(Database database) {
        LedgerMark mark = LedgerMark.read(database.latest());
        clear(database, mark.summary().position() + 1, Long.MAX_VALUE);
        clear(database, mark.filledTo() + 1, mark.summary().historyFrom());
    }

    private static void clear(Database database, long from, long before) {
        try (Walk walk = database.latest().walk(LedgerTables.OUTCOMES)) {
            if (from < before && walk.seek(LedgerTables.position(from)) && OutcomeCursor.first(walk) < before) {
                Batch batch = database.newBatch();
                batch.deleteRange(LedgerTables.OUTCOMES, LedgerTables.position(from), LedgerTables.position(before));
                database.write(batch, false);
            }
        }
    }

    private StoredLedger(Database database, String generation, Sizing sizing, AtomicReference<LayeredState> state) {
        super(state::get, database::close);
        this.database = database;
        this.generation = generation;
        this.sizing = sizing;
        this.state = state;
        this.batch = database.newBatch();
        this.mark = super.mark();
        Path work = database.directory().resolve("new-files");
        this.settling = new Settling(database, work, this::forget);
        this.stage = new OutcomeStage(database, work, "outcomes", sizing.spillBytes);
        this.historyStage = new OutcomeStage(database, work, "history", sizing.spillBytes);
        List<StateRun> runs = state.get().runs();
        this.lastRun = runs.isEmpty() ? Settling.Mark.settled(database.latest()).run() : runs.getFirst().number();
    }

    /// What decides where changes go.
    ///
    /// @param runLength   a commit that changes so many keys of the state is kept as a run
    /// @param settleRuns  so many runs are joined into the table
    /// @param settleBytes or runs of so many bytes
    /// @param spillBytes  outcomes of one commit that take so many bytes go to files
    record Sizing(int runLength, int settleRuns, long settleBytes, long spillBytes) {
        static final Sizing STANDARD = new Sizing(4_096, 32, 32L << 20, 4L << 20);
    }

    @Override
    public String generation() {
        return generation;
    }

    @Override
    public synchronized LedgerReader view() {
        // The runs first: what leaves them meanwhile is in the table before.
        List<StateRun> runs = state.get().runs();
        View snapshot = database.snapshot();
        LayeredState shown = new LayeredState(snapshot, runs);
        return new StoredLedgerReader(() -> shown, snapshot::close);
    }

    @Override
    public synchronized void stage(List<Outcome> outcomes) {
        stage.add(outcomes);
    }

    @Override
    public void stageHistory(List<Outcome> outcomes) {
        synchronized (historyStage) {
            historyStage.add(outcomes);
        }
    }

    @Override
    public synchronized void commit(LedgerCommit commit) {
        if (commit.fromPosition() != mark.summary().position() + 1 || commit.toPosition() < commit.fromPosition()) {
            throw new IllegalArgumentException("a commit of positions " + commit.fromPosition() + " to "
                    + commit.toPosition() + " on a ledger at " + mark.summary().position());
        }
        Summary next = new Summary(commit.toPosition(), mark.summary().historyFrom(), commit.rulesVersion(),
                commit.counts());
        write(stage, commit.outcomes(), commit.fromPosition(), commit.toPosition(), commit.working(),
                new LedgerMark(next, mark.filledTo()));
    }

    @Override
    public synchronized void restore(long position, int rulesVersion, OutcomeCounts counts,
            LedgerCommit.WorkingChange part) {
        long at = mark.summary().position();
        boolean again = at == position && mark.summary().historyFrom() == position + 1 && mark.filledTo() == 0;
        if (at != 0 && !again) {
            throw new IllegalArgumentException("ledger " + generation + " is not empty: it is at " + at);
        }
        Summary next = new Summary(position, position + 1, rulesVersion, counts);
        write(stage, List.of(), 1, position, part, new LedgerMark(next, 0));
    }

    @Override
    public void fillHistory(long fromPosition, long toPosition, List<Outcome> outcomes, boolean complete) {
        synchronized (historyStage) {
            fill(fromPosition, toPosition, outcomes, complete);
        }
    }

    private synchronized void fill(long fromPosition, long toPosition, List<Outcome> outcomes, boolean complete) {
        Summary summary = mark.summary();
        if (fromPosition != mark.filledTo() + 1 || toPosition < fromPosition || toPosition >= summary.historyFrom()) {
            throw new IllegalArgumentException("history of positions " + fromPosition + " to " + toPosition
                    + " on a ledger that has it to " + mark.filledTo() + " and from " + summary.historyFrom());
        }
        if (complete && toPosition != summary.historyFrom() - 1) {
            throw new IllegalArgumentException("history to " + toPosition + " does not reach " + summary.historyFrom());
        }
        long historyFrom = complete ? 1 : summary.historyFrom();
        Summary next = new Summary(summary.position(), historyFrom, summary.rulesVersion(), summary.counts());
        write(historyStage, outcomes, fromPosition, toPosition, LedgerCommit.WorkingChange.NONE,
                new LedgerMark(next, toPosition));
    }

    @Override
    public synchronized void writeNote(String text) {
        batch.clear();
        batch.put(LedgerTables.META, LedgerTables.NOTE, text.getBytes(StandardCharsets.UTF_8));
        database.write(batch, false);
    }

    private void write(OutcomeStage staged, List<Outcome> outcomes, long from, long to,
            LedgerCommit.WorkingChange change, LedgerMark next) {
        batch.clear();
        if (unclean) {
            clearUncommitted(database);
        }
        StateRun run;
        try {
            staged.add(outcomes);
            staged.checkWithin(from, to);
            run = CommitChanges.of(new StateRun.Builder(lastRun + 1, next.summary().position()), change,
                    staged.postings(), staged.amendments(), state.get());
            unclean = true;
            staged.writeTo(batch);
        } finally {
            staged.clear();
        }
        boolean large = run.count() >= sizing.runLength;
        if (large) {
            batch.put(LedgerTables.RUNS, LedgerTables.position(run.number()), run.data(), 0, run.size());
        } else {
            settleAll();
            addTo(batch, run);
        }
        if (!change.pauses().isEmpty()) {
            batch.put(LedgerTables.META, LedgerTables.IDENTITY, LedgerIdentity.withPauses(database.latest()));
        }
        batch.put(LedgerTables.META, LedgerTables.MARK, next.encode());
        database.write(batch, false);
        unclean = false;
        mark = next;
        if (large) {
            lastRun = run.number();
            state.updateAndGet(before -> plus(before, run));
            settleIfDue();
        }
    }

    private static void addTo(Batch batch, StateRun run) {
        for (int i = 0; i < run.count(); i++) {
            if (run.isRemoval(i)) {
                batch.delete(LedgerTables.STATE, run.key(i));
            } else {
                batch.put(LedgerTables.STATE, run.key(i), run.value(i));
            }
        }
    }

    private static LayeredState plus(LayeredState before, StateRun run) {
        List<StateRun> runs = new ArrayList<>(before.runs().size() + 1);
        runs.add(run);
        runs.addAll(before.runs());
        return new LayeredState(before.view(), List.copyOf(runs));
    }

    private void forget(long number) {
        state.updateAndGet(before -> new LayeredState(before.view(),
                before.runs().stream().filter(run -> run.number() > number).toList()));
    }

    private void settleIfDue() {
        List<StateRun> runs = state.get().runs();
        long bytes = runs.stream().mapToLong(StateRun::size).sum();
        boolean due = runs.size() >= sizing.settleRuns || bytes >= sizing.settleBytes;
        boolean overdue = runs.size() >= 2 * sizing.settleRuns || bytes >= 2 * sizing.settleBytes;
        if (overdue || (due && !settling.isUnderWay())) {
            settling.finish();
            settling.begin(state.get().runs());
        }
    }

    /// Brings all runs into the table.
    private void settleAll() {
        settling.finish();
        settling.settle(state.get().runs());
    }

    @Override
    public void sync() {
        database.sync();
    }

    @Override
    public synchronized void close() {
        try {
            if (!database.isClosed()) {
                settleAll();
                database.sync();
                database.flushWhenReplayExceeds(MOST_REPLAY_BYTES);
            }
        } finally {
            settling.close();
            stage.clear();
            historyStage.clear();
            super.close();
        }
    }
}
