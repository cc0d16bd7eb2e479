package io.tidemark.embedded.log;

import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.View;
import io.tidemark.embedded.rocks.Walk;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The buckets, in pages of neighbouring positions.
final class StoredBuckets implements Buckets {
    private final Supplier<OpenedEvents> events;
    private final Object lock;

    /// The buckets of an events database.
    ///
    /// @param lock held while the placement mark changes
    StoredBuckets(Supplier<OpenedEvents> events, Object lock) {
        this.events = events;
        this.lock = lock;
    }

    @Override
    public Bucket bucketOf(long position) {
        View view = events.get().database().latest();
        return new BucketPage(view.get(EventTables.BUCKETS, PositionKey.of(BucketPage.numberOf(position))))
                .get(position);
    }

    @Override
    public void move(Map<Long, Bucket> moves, long upToPosition) {
        synchronized (lock) {
            OpenedEvents opened = events.get();
            View view = opened.database().latest();
            PlacementMark mark = PlacementMark.read(view);
            Map<Long, BucketPage> pages = new TreeMap<>();
            long archived = mark.archived();
            long rejected = mark.rejected();
            for (Map.Entry<Long, Bucket> move : moves.entrySet()) {
                long position = move.getKey();
                if (position < 1 || position > opened.reader().mark().lastPosition()) {
                    throw new IllegalArgumentException("there is no position " + position);
                }
                BucketPage page = pages.computeIfAbsent(BucketPage.numberOf(position),
                        number -> new BucketPage(view.get(EventTables.BUCKETS, PositionKey.of(number))));
                Bucket from = page.get(position);
                Bucket to = move.getValue();
                archived += count(to, Bucket.ARCHIVE) - count(from, Bucket.ARCHIVE);
                rejected += count(to, Bucket.REJECTED) - count(from, Bucket.REJECTED);
                page.set(position, to);
            }
            Batch batch = opened.database().newBatch();
            pages.forEach((number, page) -> batch.put(EventTables.BUCKETS, PositionKey.of(number), page.bits()));
            PlacementMark next = new PlacementMark(Math.max(mark.movedUpTo(), upToPosition), archived, rejected);
            batch.put(EventTables.META, EventTables.PLACEMENT_MARK, next.encode());
            opened.database().write(batch, false);
        }
    }

    @Override
    public void clear() {
        synchronized (lock) {
            Database database = events.get().database();
            Batch batch = database.newBatch();
            batch.put(EventTables.META, EventTables.PLACEMENT_MARK, PlacementMark.NONE.encode());
            batch.put(EventTables.META, EventTables.CLEARING, new byte[0]);
            database.write(batch, true);
            finishClearing(database);
        }
    }

    /// Ends what a crash may have cut short; to be called before an opened database is used.
    static void finishClearing(Database database) {
        if (database.latest().get(EventTables.META, EventTables.CLEARING) != null) {
            database.empty(EventTables.BUCKETS);
            Batch batch = database.newBatch();
            batch.delete(EventTables.META, EventTables.CLEARING);
            database.write(batch, false);
        }
    }

    private static int count(Bucket bucket, Bucket counted) {
        return bucket == counted ? 1 : 0;
    }

    @Override
    public long movedUpTo() {
        return PlacementMark.read(events.get().database().latest()).movedUpTo();
    }

    @Override
    public Map<Bucket, Long> counts() {
        OpenedEvents opened = events.get();
        PlacementMark mark = PlacementMark.read(opened.database().latest());
        Map<Bucket, Long> counts = new EnumMap<>(Bucket.class);
        counts.put(Bucket.NEW, opened.reader().mark().attempts() - mark.archived() - mark.rejected());
        counts.put(Bucket.ARCHIVE, mark.archived());
        counts.put(Bucket.REJECTED, mark.rejected());
        return counts;
    }

    @Override
    public Cursor<Long> positions(Bucket bucket, long afterPosition) {
        if (bucket == Bucket.NEW) {
            throw new IllegalArgumentException("attempts that were never moved are not listed");
        }
        return new Positions(events.get().database().latest().walk(EventTables.BUCKETS), bucket,
                Math.max(afterPosition, 0));
    }

    private static final class Positions implements Cursor<Long> {
        private final Walk walk;
        private final Bucket bucket;
        private long position;
        private long pageEnd;
        private @Nullable BucketPage page;
        private boolean placed;

        Positions(Walk walk, Bucket bucket, long afterPosition) {
            this.walk = walk;
            this.bucket = bucket;
            this.position = afterPosition + 1;
        }

        @Override
        public @Nullable Long next() {
            while (true) {
                while (page != null && position < pageEnd) {
                    long at = position++;
                    if (page.get(at) == bucket) {
                        return at;
                    }
                }
                if (!turn()) {
                    return null;
                }
            }
        }

        private boolean turn() {
            if (placed && page == null) {
                return false;
            }
            boolean found = placed ? walk.next() : walk.seek(PositionKey.of(BucketPage.numberOf(position)));
            placed = true;
            page = found ? new BucketPage(walk.value()) : null;
            if (found) {
                long begin = PositionKey.read(walk.key()) * BucketPage.POSITIONS;
                position = Math.max(position, begin);
                pageEnd = begin + BucketPage.POSITIONS;
            }
            return found;
        }

        @Override
        public void close() {
            walk.close();
        }
    }
}
