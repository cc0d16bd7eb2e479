package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.Stores;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Judges what has arrived and carries it out: outcomes into the ledger, rejected attempts into their bucket.
///
/// The ledger is committed first; the buckets follow, and are brought up to it again after a crash between the two. One caller at
/// a time; the processor owns the ledger's writing side.
public final class Processor implements AutoCloseable {
    /// How far the ledger may run ahead of what is known to be on disk, in records.
    private static final long SYNC_INTERVAL = 2_000_000;

    private final Stores stores;
    private final LedgerStore ledger;
    private final FoldRun run;
    private final Set<Long> waiting = new HashSet<>();
    private OutcomeCounts.Tally tally = new OutcomeCounts.Tally(OutcomeCounts.NONE);
    private long syncedPosition;
    private volatile boolean failed;

    /// What one call has processed.
    ///
    /// @param fromPosition the first position; 0 where the store has no positions
    /// @param toPosition   the last position; `fromPosition - 1` when there was nothing to do; 0 where the store has no positions
    /// @param counts       how the attempts that were judged stand: each once, by its last outcome of the call
    /// @param duplicates   attempts whose bytes an earlier one had; always 0 where the log takes none
    public record Result(long fromPosition, long toPosition, OutcomeCounts counts, long duplicates) {}

    /// A processor of a ledger that [ActiveLedger#open] gave.
    public Processor(Stores stores, LedgerStore ledger, FoldRun.Options options) {
        this.stores = stores;
        this.ledger = ledger;
        run = new FoldRun(stores.log(), WorkingState.over(ledger), new Sink(), options);
        syncedPosition = stores.control().read().syncedPosition();
        carryOut(stores.buckets(), ledger);
    }

    /// Processes what has arrived.
    ///
    /// @param toPosition the last position to process; positions beyond the log's last are not waited for
    /// @param progress   hears of the records processed
    /// @param stop       asked now and then; when true, the call ends early, with a whole number of commits
    /// @throws PausedException                       when processing is paused before `toPosition`
    /// @throws io.tidemark.core.port.StorageException when storage fails; what was processed before stays; after a failed commit
    ///                                               the processor refuses further calls
    public Result process(long toPosition, Progress progress, BooleanSupplier stop) {
        if (failed) {
            throw new IllegalStateException("an earlier commit failed: open the ledger again");
        }
        long from = run.state().position() + 1;
        long to = Math.min(toPosition, stores.log().lastPosition());
        Long pausedAt = stores.control().read().pausedAt();
        if (pausedAt != null && to > pausedAt) {
            throw new PausedException(pausedAt);
        }
        tally = new OutcomeCounts.Tally(OutcomeCounts.NONE);
        waiting.clear();
        run.to(to, progress, stop);
        return new Result(from, run.state().position(), tally.counts(), 0);
    }

    /// The paused account because of which a retry of a key that stands rejected has no effect now; null when it has one.
    public @Nullable String retryHeldFor(EventKey key) {
        return run.retryHeldFor(key);
    }

    private final class Sink implements FoldRun.Sink {
        private Map<Long, Bucket> moves = new HashMap<>();

        @Override
        public void stage(List<Outcome> outcomes) {
            boolean done = false;
            try {
                ledger.stage(outcomes);
                take(outcomes);
                done = true;
            } finally {
                failed |= !done;
            }
        }

        @Override
        public void commit(LedgerCommit commit) {
            boolean done = false;
            try {
                ledger.commit(commit);
                take(commit.outcomes());
                // Without moves the mark waits for the next checkpoint: looking at outcomes twice is harmless.
                if (!moves.isEmpty()) {
                    stores.buckets().move(moves, Math.max(commit.toPosition(), stores.buckets().movedUpTo()));
                    moves = new HashMap<>();
                }
                if (commit.toPosition() - syncedPosition >= SYNC_INTERVAL) {
                    checkpoint();
                }
                done = true;
            } finally {
                failed |= !done;
            }
        }

        private void take(List<Outcome> outcomes) {
            count(outcomes);
            outcomes.forEach(outcome -> addMove(moves, outcome));
        }
    }

    private void count(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome.state() == OutcomeState.WAITING) {
                waiting.add(outcome.position());
            } else if (!waiting.isEmpty() && waiting.remove(outcome.position())) {
                tally.countWaiting(-1);
            }
            tally.count(outcome, 1);
        }
    }

    /// Puts the ledger on disk and writes down that it is there.
    public void checkpoint() {
        ledger.sync();
        ControlItem.State control = stores.control().read();
        long position = ledger.summary().position();
        if (position > stores.buckets().movedUpTo()) {
            stores.buckets().move(Map.of(), position);
        }
        if (position != control.syncedPosition()) {
            stores.control().update(control, control.withSyncedPosition(position));
        }
        syncedPosition = position;
    }

    /// Moves attempts to the buckets that the ledger's outcomes send them to, as far as that was not done yet. When none was carried
    /// out, another ledger may have been in force before: what that one rejected and this one does not comes back. Of the time whose history
    /// a ledger does not have yet, everything stays where it is.
    ///
    /// @param buckets the buckets
    /// @param ledger  the ledger
    public static void carryOut(Buckets buckets, LedgerReader ledger) {
        long position = ledger.summary().position();
        long mark = buckets.movedUpTo();
        if (mark >= position) {
            return;
        }
        Map<Long, Bucket> moves = new HashMap<>();
        try (Cursor<Outcome> outcomes = ledger.outcomesDecided(mark + 1, position)) {
            for (Outcome outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                addMove(moves, outcome);
            }
        }
        // What expired stays where it went: only what stood rejected comes back.
        moves.entrySet().removeIf(
                move -> move.getValue() == Bucket.NEW && buckets.bucketOf(move.getKey()) == Bucket.ARCHIVE);
        if (mark == 0) {
            bringBack(buckets, moves, ledger.summary().historyFrom());
        }
        buckets.move(moves, position);
    }

    private static void bringBack(Buckets buckets, Map<Long, Bucket> moves, long historyFrom) {
        try (Cursor<Long> rejected = buckets.positions(Bucket.REJECTED, historyFrom - 1)) {
            for (Long position = rejected.next(); position != null; position = rejected.next()) {
                if (moves.get(position) != Bucket.REJECTED) {
                    moves.put(position, Bucket.NEW);
                }
            }
        }
    }

    private static void addMove(Map<Long, Bucket> moves, Outcome outcome) {
        if (outcome.state() == OutcomeState.REJECTED) {
            moves.put(outcome.position(), Bucket.REJECTED);
        } else if (outcome.decidedAt() != outcome.position()) {
            moves.put(outcome.position(), Bucket.NEW);
        }
    }

    /// Puts the ledger on disk, writes down that it is there, and lets go of it.
    @Override
    public void close() {
        run.close();
        try (ledger) {
            if (!failed) {
                checkpoint();
            }
        }
    }
}
