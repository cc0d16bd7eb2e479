package io.tidemark.recovery.verify;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The second reader at work on a log, from its first record on: threads that read bodies, this thread that folds, and one that moves the
/// chains on behind it. Not thread-safe.
final class LogFold implements AutoCloseable {
    private final long position;
    private final TakenOut taken;
    private final Refold fold;
    private final Following following;
    private final BatchReading reading;
    private final ArrayDeque<ReadBatch> batches = new ArrayDeque<>();
    private @Nullable ReadBatch batch;
    private int index;

    /// Begins with nothing folded.
    ///
    /// @param position  the last position that will be folded
    /// @param threads   threads that read bodies
    /// @param alsoGiven given all records in any order with the digests of their bodies one after another, by these threads
    /// @param sink      shown all judgements in the order in which they take effect, by another thread
    LogFold(EventLog log, long position, int threads, BiConsumer<List<LogRecord>, byte[]> alsoGiven,
            Following.Sink sink) {
        this.position = position;
        taken = new TakenOut(log, position);
        fold = new Refold(log, position, taken);
        following = new Following(sink);
        reading = new BatchReading(log, 1, position, threads, alsoGiven);
    }

    /// What was folded so far; not to be looked at while [#foldTo] is at work.
    Refold fold() {
        return fold;
    }

    /// What is excluded; not to be looked at while [#foldTo] is at work.
    TakenOut taken() {
        return taken;
    }

    /// What the accounts' last entries left; not to be looked at while [#foldTo] is at work.
    AccountTails tails() {
        return following.tails();
    }

    /// Folds the records up to a position or the log's end, and waits until the chains have come as far and the sink was shown all
    /// judgements.
    ///
    /// @param stop     the position
    /// @param progress hears of the records folded
    /// @throws DamagedRecordsException when the records that come next cannot be read; all before them are folded
    void foldTo(long stop, Progress progress) {
        try {
            while (fold.position() < stop) {
                ReadBatch next = batch == null ? nextBatch(progress) : batch;
                if (next == null) {
                    break;
                }
                foldTo(stop, next);
                following.take(fold.takeJudged());
            }
        } finally {
            following.await();
        }
        progress.at(fold.position(), position);
    }

    private void foldTo(long stop, ReadBatch next) {
        while (index < next.size && fold.position() < stop) {
            fold.next(next, index++);
        }
        batch = index < next.size ? next : null;
    }

    /// The batch after the one at hand, or null at the end of the log.
    private @Nullable ReadBatch nextBatch(Progress progress) {
        if (batches.isEmpty()) {
            progress.at(fold.position(), position);
            List<ReadBatch> read = reading.next();
            if (read == null) {
                return null;
            }
            batches.addAll(read);
        }
        ReadBatch next = batches.remove();
        if (next.damage != null) {
            throw next.damage;
        }
        fold.prepare(next);
        index = 0;
        return next;
    }

    @Override
    public void close() {
        try (following) {
            reading.close();
        }
    }
}
