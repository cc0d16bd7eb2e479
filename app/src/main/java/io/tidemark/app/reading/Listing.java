package io.tidemark.app.reading;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.Stores;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What is in the buckets, in arrival order.
public final class Listing {
    private Listing() {}

    /// What to list.
    ///
    /// @param bucket the bucket to look into, or null for all
    /// @param prefix what keys begin with; empty for all
    /// @param limit  how many attempts at most, from 0
    public record Filter(@Nullable Bucket bucket, String prefix, long limit) {}

    /// An attempt in a bucket.
    ///
    /// @param key           the event key
    /// @param version       its number among the attempts of the key, from 1
    /// @param bucket        where it is
    /// @param position      its place in arrival order; 0 where the store has no positions
    /// @param arrivalMicros when it arrived, in microseconds since 1970
    /// @param length        how many bytes it has
    /// @param source        the channel that sent it, or null
    public record Item(EventKey key, int version, Bucket bucket, long position, long arrivalMicros, int length,
            @Nullable String source) {}

    /// The attempts that a filter lets through. Reads the log as it goes.
    public static Cursor<Item> of(Stores stores, Filter filter) {
        Cursor<LogRecord.Attempt> attempts = filter.bucket() == null || filter.bucket() == Bucket.NEW
                ? new Scanned(stores.log())
                : new Moved(stores, filter.bucket());
        return new Filtered(stores, filter, attempts);
    }

    /// Every attempt of the log.
    private static final class Scanned implements Cursor<LogRecord.Attempt> {
        private final Cursor<EventLog.Segment> segments;
        private final Queue<LogRecord> records = new ArrayDeque<>();

        Scanned(EventLog log) {
            segments = log.scan(1, log.lastPosition());
        }

        @Override
        public LogRecord.@Nullable Attempt next() {
            while (true) {
                LogRecord record = records.poll();
                if (record instanceof LogRecord.Attempt attempt) {
                    return attempt;
                }
                if (record == null) {
                    EventLog.Segment segment = segments.next();
                    if (segment == null) {
                        return null;
                    }
                    records.addAll(segment.records());
                }
            }
        }

        @Override
        public void close() {
            segments.close();
        }
    }

    /// The attempts that were moved to a bucket.
    private static final class Moved implements Cursor<LogRecord.Attempt> {
        private final EventLog log;
        private final Cursor<Long> positions;

        Moved(Stores stores, Bucket bucket) {
            log = stores.log();
            positions = stores.buckets().positions(bucket, 0);
        }

        @Override
        public LogRecord.@Nullable Attempt next() {
            for (Long position = positions.next(); position != null; position = positions.next()) {
                if (log.record(position) instanceof LogRecord.Attempt attempt) {
                    return attempt;
                }
            }
            return null;
        }

        @Override
        public void close() {
            positions.close();
        }
    }

    private static final class Filtered implements Cursor<Item> {
        private final Stores stores;
        private final Filter filter;
        private final Cursor<LogRecord.Attempt> attempts;
        private long left;

        Filtered(Stores stores, Filter filter, Cursor<LogRecord.Attempt> attempts) {
            this.stores = stores;
            this.filter = filter;
            this.attempts = attempts;
            left = filter.limit();
        }

        @Override
        public @Nullable Item next() {
            if (left == 0) {
                return null;
            }
            for (LogRecord.Attempt attempt = attempts.next(); attempt != null; attempt = attempts.next()) {
                if (attempt.key().text().startsWith(filter.prefix())) {
                    Bucket bucket = stores.buckets().bucketOf(attempt.position());
                    if (filter.bucket() == null || filter.bucket() == bucket) {
                        left--;
                        return new Item(attempt.key(), attempt.version(), bucket, attempt.position(),
                                attempt.arrivalMicros(), attempt.body().length(), attempt.source());
                    }
                }
            }
            return null;
        }

        @Override
        public void close() {
            attempts.close();
        }
    }
}
