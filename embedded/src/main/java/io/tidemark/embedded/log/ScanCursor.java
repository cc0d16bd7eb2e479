package io.tidemark.embedded.log;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.rocks.Walk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks over stored segments, joining small neighbours. Notices records that are missing as well as such that cannot be read.
final class ScanCursor implements Cursor<EventLog.Segment> {
    private static final int ENOUGH_RECORDS = 256;
    private static final int ENOUGH_BYTES = 64 << 10;
    /// How far apart readable records are looked for, once they are not where the next segment must begin.
    private static final int WIDE_STEP = 64;

    private final Walk walk;
    private final BundleShelf shelf;
    private final long to;
    private long next;
    private boolean placed;
    private @Nullable DamagedRecordsException damage;

    /// A cursor over the records from one position to another, both included.
    ///
    /// @param shelf has the bodies that are in bundles
    ScanCursor(Walk walk, BundleShelf shelf, long from, long to) {
        this.walk = walk;
        this.shelf = shelf;
        this.next = from;
        this.to = to;
    }

    @Override
    public EventLog.@Nullable Segment next() {
        if (damage != null) {
            throw damage;
        }
        long first = next;
        List<StoredSegment> run = new ArrayList<>();
        int bytes = 0;
        while (next <= to && next - first < ENOUGH_RECORDS && bytes < ENOUGH_BYTES) {
            StoredSegment segment = read();
            if (segment == null) {
                break;
            }
            run.add(segment);
            bytes += segment.bytes().length;
            next = segment.header().lastPosition() + 1;
        }
        if (!run.isEmpty()) {
            return new Run(first, Math.min(next - 1, to), run, shelf);
        }
        if (damage != null) {
            throw damage;
        }
        return null;
    }

    /// The segment that holds the next position; null, with the damage noted, when it cannot be read.
    private @Nullable StoredSegment read() {
        try {
            boolean found = placed ? walk.next() : walk.seekAtOrBefore(PositionKey.of(next));
            placed = true;
            if (found) {
                long first = PositionKey.read(walk.key());
                StoredSegment segment = StoredSegment.of(first, walk.value());
                if (first <= next && next <= segment.header().lastPosition()) {
                    return segment;
                }
            }
            throw new StorageException(Kind.DAMAGED, "records are missing");
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED) {
                throw e;
            }
            damage = new DamagedRecordsException(next, lastUnreadable(), String.valueOf(e.getMessage()), e);
            return null;
        }
    }

    /// The last position before the next segment that can be found.
    private long lastUnreadable() {
        for (long probe = next + 1; probe <= to; probe += probe - next < SegmentHeader.MAX_RECORDS ? 1 : WIDE_STEP) {
            try {
                return walk.seek(PositionKey.of(probe)) ? Math.min(PositionKey.read(walk.key()) - 1, to) : to;
            } catch (StorageException e) {
                if (e.kind() != Kind.DAMAGED) {
                    throw e;
                }
            }
        }
        return to;
    }

    @Override
    public void close() {
        walk.close();
    }

    private record Run(long firstPosition, long lastPosition, List<StoredSegment> stored, BundleShelf shelf)
            implements EventLog.Segment {
        @Override
        public long check() {
            long bytes = 0;
            for (StoredSegment segment : stored) {
                segment.check(shelf);
                bytes += segment.header().rawLength() + segment.header().bundledBytes();
            }
            return bytes;
        }

        @Override
        public List<LogRecord> records() {
            List<LogRecord> records = new ArrayList<>();
            for (StoredSegment segment : stored) {
                records.addAll(segment.records(shelf));
            }
            int from = (int) (firstPosition - stored.getFirst().header().firstPosition());
            return records.subList(from, from + (int) (lastPosition - firstPosition + 1));
        }
    }
}
