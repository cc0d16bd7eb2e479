package io.tidemark.core.pipeline;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.Stores;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets what has an outcome and is old enough leave the new bucket: accepted attempts go to the archive bucket. Rejected ones went to
/// theirs when they were judged, and stay there; what waits or was not judged yet stays in the new bucket, however old.
///
/// A crash at any moment leaves each attempt in one bucket or the other; the next run moves the rest.
public final class Expiry {
    /// How many attempts are moved by one write.
    private static final int MOVES_TOGETHER = 1 << 16;

    private Expiry() {}

    /// What one run did.
    ///
    /// @param toPosition the last position that is old enough; 0 when none is
    /// @param archived   attempts that this run moved to the archive bucket
    /// @param waiting    attempts that are old enough and stay, because they wait for their original
    /// @param undecided  attempts that are old enough and stay, because they were not judged yet, or are held
    /// @param buckets    how many attempts each bucket holds afterwards
    /// @param completed  whether the run came to its end
    public record Result(long toPosition, long archived, long waiting, long undecided, Map<Bucket, Long> buckets,
            boolean completed) {}

    /// Expires what arrived at or before a moment. On return the moves are on disk.
    ///
    /// @param processor     owns the ledger's writing side; puts the ledger on disk first, since it alone can tell what had an outcome
    /// @param ledger        what the processor commits to
    /// @param arrivedMicros the moment, in microseconds since 1970
    /// @param progress      hears of the records whose outcomes were looked at
    /// @param stop          asked now and then; when true, the call ends early, and the next goes on from there
    public static Result run(Stores stores, Processor processor, LedgerReader ledger, long arrivedMicros,
            Progress progress, BooleanSupplier stop) {
        processor.checkpoint();
        long to = stores.log().positionAt(arrivedMicros);
        long before = archived(stores.buckets());
        boolean completed = move(stores.buckets(), ledger, to, progress, stop);
        ControlItem.State control = stores.control().read();
        stores.control().update(control, control); // syncs the moves
        return new Result(to, archived(stores.buckets()) - before, waiting(ledger, to),
                undecided(stores.log(), ledger.summary().position() + 1, to) + held(ledger, to),
                stores.buckets().counts(), completed);
    }

    private static long archived(Buckets buckets) {
        return buckets.counts().getOrDefault(Bucket.ARCHIVE, 0L);
    }

    private static boolean move(Buckets buckets, LedgerReader ledger, long to, Progress progress,
            BooleanSupplier stop) {
        LedgerReader.Summary summary = ledger.summary();
        Map<Long, Bucket> moves = new HashMap<>();
        boolean stopped = false;
        try (Cursor<Outcome> outcomes = ledger.outcomesDecided(summary.historyFrom(), summary.position());
                Archive archive = new Archive(buckets)) {
            for (Outcome outcome = outcomes.next(); outcome != null && !stopped; outcome = outcomes.next()) {
                // What was accepted stays so: no later outcome of the attempt has to be awaited.
                if (outcome.state() == OutcomeState.ACCEPTED && outcome.position() <= to && !archive.holds(outcome)) {
                    moves.put(outcome.position(), Bucket.ARCHIVE);
                    if (moves.size() == MOVES_TOGETHER) {
                        buckets.move(moves, 0);
                        moves = new HashMap<>();
                        progress.at(outcome.decidedAt(), summary.position());
                        stopped = stop.getAsBoolean();
                    }
                }
            }
        }
        if (!moves.isEmpty()) {
            buckets.move(moves, 0);
        }
        progress.at(summary.position(), summary.position());
        return !stopped;
    }

    private static long waiting(LedgerReader ledger, long to) {
        long count = 0;
        try (Cursor<WaitingFollowUp> all = ledger.waitingFollowUps()) {
            for (WaitingFollowUp one = all.next(); one != null; one = all.next()) {
                count += one.position() <= to ? 1 : 0;
            }
        }
        return count;
    }

    private static long held(LedgerReader ledger, long to) {
        long count = 0;
        try (Cursor<HeldAttempt> all = ledger.heldAttempts()) {
            for (HeldAttempt one = all.next(); one != null; one = all.next()) {
                count += one.position() <= to ? 1 : 0;
            }
        }
        return count;
    }

    private static long undecided(EventLog log, long from, long to) {
        long count = 0;
        if (from <= to) {
            try (Cursor<EventLog.Segment> segments = log.scan(from, to)) {
                for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                    count += segment.records().stream().filter(LogRecord.Attempt.class::isInstance).count();
                }
            }
        }
        return count;
    }

    /// What was in the archive bucket already, walked over beside the outcomes: most of them come in the order of positions.
    private static final class Archive implements AutoCloseable {
        private final Buckets buckets;
        private final Cursor<Long> positions;
        private @Nullable Long next;

        Archive(Buckets buckets) {
            this.buckets = buckets;
            positions = buckets.positions(Bucket.ARCHIVE, 0);
            next = positions.next();
        }

        boolean holds(Outcome outcome) {
            long position = outcome.position();
            if (outcome.decidedAt() != position) {
                return buckets.bucketOf(position) == Bucket.ARCHIVE;
            }
            while (next != null && next < position) {
                next = positions.next();
            }
            return next != null && next == position;
        }

        @Override
        public void close() {
            positions.close();
        }
    }
}
