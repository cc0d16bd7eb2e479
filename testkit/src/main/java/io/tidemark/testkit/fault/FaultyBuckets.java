package io.tidemark.testkit.fault;

import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import java.util.Map;

/// Buckets whose moves meet the faults of a schedule.
public final class FaultyBuckets implements Buckets {
    private final Buckets buckets;
    private final FaultSchedule schedule;

    /// The same buckets, through the schedule.
    public FaultyBuckets(Buckets buckets, FaultSchedule schedule) {
        this.buckets = buckets;
        this.schedule = schedule;
    }

    @Override
    public Bucket bucketOf(long position) {
        return schedule.read(() -> buckets.bucketOf(position));
    }

    @Override
    public void move(Map<Long, Bucket> moves, long upToPosition) {
        schedule.write("move of " + moves.size(), () -> buckets.move(moves, upToPosition));
    }

    @Override
    public void clear() {
        schedule.write("buckets cleared", buckets::clear);
    }

    @Override
    public long movedUpTo() {
        return schedule.read(buckets::movedUpTo);
    }

    @Override
    public Map<Bucket, Long> counts() {
        return schedule.read(buckets::counts);
    }

    @Override
    public Cursor<Long> positions(Bucket bucket, long afterPosition) {
        return schedule.read(() -> buckets.positions(bucket, afterPosition));
    }
}
