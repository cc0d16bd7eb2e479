package io.tidemark.embedded.inventory;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.Stores;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attempts up to a position with the bucket that each is in, and whether it is the current version there. Reads the log twice:
/// first for the keys that were put more than once.
final class InventoryRows {
    private final EventLog log;
    private final Buckets buckets;
    private final long upTo;
    private final Map<EventKey, EnumMap<Bucket, Long>> lastOfCorrected = new HashMap<>();

    /// Takes one row.
    @FunctionalInterface
    interface Sink {
        /// Takes the next row.
        void row(LogRecord.Attempt attempt, Bucket bucket, boolean latest);
    }

    InventoryRows(Stores stores, long upTo) {
        log = stores.log();
        buckets = stores.buckets();
        this.upTo = upTo;
        walk((attempt, bucket) -> {
            if (attempt.version() > 1) {
                lastOfCorrected.computeIfAbsent(attempt.key(), _ -> new EnumMap<>(Bucket.class)).put(bucket,
                        attempt.position());
            }
        }, Progress.NONE);
    }

    void forEach(Sink sink, Progress progress) {
        walk((attempt, bucket) -> {
            EnumMap<Bucket, Long> last = lastOfCorrected.get(attempt.key());
            Long lastHere = last == null ? null : last.get(bucket);
            sink.row(attempt, bucket, lastHere == null || lastHere <= attempt.position());
        }, progress);
    }

    private interface Placed {
        void at(LogRecord.Attempt attempt, Bucket bucket);
    }

    private void walk(Placed each, Progress progress) {
        try (Moved archived = new Moved(buckets, Bucket.ARCHIVE); Moved rejected = new Moved(buckets, Bucket.REJECTED);
                Cursor<EventLog.Segment> segments = log.scan(1, upTo)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                for (LogRecord record : segment.records()) {
                    // What is in a bundle is no single object any more.
                    if (record instanceof LogRecord.Attempt attempt && attempt.body().isAtHand()) {
                        boolean inArchive = archived.has(attempt.position());
                        boolean inRejected = rejected.has(attempt.position());
                        each.at(attempt, inArchive ? Bucket.ARCHIVE : inRejected ? Bucket.REJECTED : Bucket.NEW);
                    }
                }
                progress.at(segment.lastPosition(), upTo);
            }
        }
    }

    /// The positions of a bucket, asked for in ascending order.
    private static final class Moved implements AutoCloseable {
        private final Cursor<Long> positions;
        private @Nullable Long next;

        Moved(Buckets buckets, Bucket bucket) {
            positions = buckets.positions(bucket, 0);
            next = positions.next();
        }

        boolean has(long position) {
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
