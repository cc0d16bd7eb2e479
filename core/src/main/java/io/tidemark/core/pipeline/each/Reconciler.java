package io.tidemark.core.pipeline.each;

import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.ListedAttempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Finds what no notification ever told of: holds the bucket for new events against the index, and routes every attempt that has no
/// outcome. What is on its way already may be routed again: an attempt has its effect once, however often it is judged. So it may run at
/// any time, and any number of times. Not thread-safe.
public final class Reconciler {
    /// How many of those that were found are held and put into the order of their arrival before they are routed.
    private static final int TOGETHER = 50_000;

    private final AttemptStore attempts;
    private final AccountBook book;
    private final Router router;

    /// A reconciler between those.
    public Reconciler(AttemptStore attempts, AccountBook book, Router router) {
        this.attempts = attempts;
        this.book = book;
        this.router = router;
    }

    /// What a run found. Immutable.
    ///
    /// @param looked    the attempts in the bucket that were looked at
    /// @param tooYoung  those left alone, because their notifications are still on their way
    /// @param routed    those without an outcome, which were routed
    /// @param completed whether the whole bucket was looked through
    public record Found(long looked, long tooYoung, long routed, boolean completed) {}

    /// Looks through the bucket.
    ///
    /// @param untilMicros attempts that arrived after this moment are left alone, in microseconds since 1970
    /// @param told        is told of each attempt that was routed
    /// @param stop        asked now and then; when true, the run ends early
    /// @throws io.tidemark.core.port.StorageException when storage fails; it may be run again
    public Found reconcile(long untilMicros, Consumer<? super Router.Routed> told, BooleanSupplier stop) {
        long looked = 0;
        long tooYoung = 0;
        long routed = 0;
        List<ListedAttempt> found = new ArrayList<>();
        try (Cursor<ListedAttempt> listing = attempts.list(Bucket.NEW, "")) {
            KeyRecord record = null;
            for (ListedAttempt one = listing.next(); one != null; one = listing.next()) {
                if (stop.getAsBoolean()) {
                    return new Found(looked, tooYoung, routed, false);
                }
                looked++;
                if (one.storedMicros() > untilMicros) {
                    tooYoung++;
                    continue;
                }
                if (record == null || !record.key().equals(one.key())) {
                    record = book.key(one.key());
                }
                if (record.judged(one.version()) == null) {
                    found.add(one);
                }
                if (found.size() == TOGETHER) {
                    routed += route(found, told);
                    found.clear();
                }
            }
        }
        routed += route(found, told);
        return new Found(looked, tooYoung, routed, true);
    }

    /// In the order of their arrival: what came first should be judged first, as far as that can still be had.
    private long route(List<ListedAttempt> found, Consumer<? super Router.Routed> told) {
        found.sort(Comparator.comparingLong(ListedAttempt::storedMicros));
        for (ListedAttempt one : found) {
            told.accept(router.route(new AttemptId(one.key(), one.version()), null));
        }
        return found.size();
    }
}
