package io.tidemark.app.reading;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.port.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Looks at an installation as a whole where attempts have versions and no positions: reads the whole index and lists all buckets, so that
/// every figure is one that was counted. Not thread-safe.
public final class BookStatus {
    /// What the first generation is called, which has no name in the control item.
    private static final String FIRST = "first";

    private final Map<RejectionCode, Long> rejected = new EnumMap<>(RejectionCode.class);
    private final List<Status.Waiting> waiting = new ArrayList<>();
    private long accepted;
    private long waits;

    private BookStatus() {}

    /// How the installation is.
    ///
    /// @param book      gives accounts and index of the generation in force
    /// @param snapshots the names of the snapshots
    public static Status of(AttemptStore attempts, Supplier<AccountBook> book, ControlItem control, Pauses pauses,
            List<String> snapshots) {
        Map<Bucket, Long> buckets = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            buckets.put(bucket, count(attempts, bucket));
        }
        BookStatus status = new BookStatus();
        long put = 0;
        ControlItem.State state = ControlItem.State.INITIAL;
        Pauses.State paused = Pauses.State.NONE;
        LedgerCondition condition;
        LedgerReader.Summary summary = null;
        try {
            state = control.read();
            paused = pauses.read();
            String generation = state.generation() == null ? FIRST : state.generation();
            put = status.read(book.get());
            String doubt = state.inDoubt();
            condition = doubt == null ? new LedgerCondition.Sound(generation, 0)
                    : new LedgerCondition.Unusable(LedgerCondition.Trouble.IN_DOUBT, doubt);
            summary = new LedgerReader.Summary(0, 1, 1,
                    new OutcomeCounts(status.accepted, status.waits, status.rejected));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.MISSING) {
                throw e;
            }
            condition = new LedgerCondition.Unusable(LedgerCondition.Trouble.MISSING, String.valueOf(e.getMessage()));
        }
        status.waiting.sort(Comparator.comparingLong(Status.Waiting::sinceMicros));
        return new Status(Status.NO_POSITION, null, put, buckets, condition, state.generation(), summary,
                state.pausedAt(), paused, Set.of(), Map.of(), null,
                status.waiting.subList(0, Math.min(Status.MAX_WAITING, status.waiting.size())), snapshots);
    }

    private static long count(AttemptStore attempts, Bucket bucket) {
        long count = 0;
        try (Cursor<ListedAttempt> all = attempts.list(bucket, "")) {
            while (all.next() != null) {
                count++;
            }
        }
        return count;
    }

    /// Counts what the index knows.
    ///
    /// @return the attempts that it knows of, without those that are duplicates of others
    private long read(AccountBook book) {
        long known = 0;
        try (Cursor<KeyHistory> histories = book.histories()) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                KeyRecord record = history.record();
                long duplicates = record.judged().stream().filter(judged -> judged.state() == null).count();
                known += history.happened().stream().map(KeyHistory.Happened::version).distinct().count() - duplicates;
                record.judged().forEach(this::count);
                EventKey original = record.key().original();
                if (record.standing() == KeyStanding.WAITING && original != null) {
                    waiting.add(new Status.Waiting(record.key(), original, 0, since(history)));
                }
            }
        }
        return known;
    }

    private void count(KeyRecord.Judged judged) {
        OutcomeState state = judged.state();
        RejectionCode code = judged.code();
        if (state == OutcomeState.ACCEPTED) {
            accepted++;
        } else if (state == OutcomeState.WAITING) {
            waits++;
        } else if (state == OutcomeState.REJECTED && code != null) {
            rejected.merge(code, 1L, Long::sum);
        }
    }

    private static long since(KeyHistory history) {
        return history.happened().stream().filter(one -> one.kind() == KeyHistory.Kind.ARRIVED)
                .mapToLong(KeyHistory.Happened::atMicros).min().orElse(0);
    }
}
