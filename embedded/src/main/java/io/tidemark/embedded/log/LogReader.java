package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.View;
import io.tidemark.embedded.rocks.Walk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the log in an opened events database. Safe for use by many threads.
final class LogReader {
    private final View view;
    private final SegmentCache cache = new SegmentCache();
    private final LatestSegments latest = new LatestSegments();
    private final KeyIndex keys;
    private final BundleShelf shelf;
    private volatile LogMark written;
    private volatile LogMark mark;

    /// A reader.
    ///
    /// @param writer moves the index of keys to its table, or null when the database was opened for reading
    /// @param shelf  has the bodies that are in bundles
    LogReader(Database database, @Nullable KeyTableWriter writer, KeyIndex.Sizing sizing, BundleShelf shelf) {
        view = database.latest();
        this.shelf = shelf;
        written = LogMark.read(view);
        mark = written;
        keys = new KeyIndex(database, this, writer, sizing);
    }

    /// The index of keys.
    KeyIndex keys() {
        return keys;
    }

    /// What was written last.
    LatestSegments latest() {
        return latest;
    }

    /// How far the log has come that is on disk. What is beyond it is not shown: a ledger that judged it and came through a crash
    /// that it did not survive would hold effects of events that never were.
    LogMark mark() {
        return mark;
    }

    /// How far the log has come, on disk or not.
    LogMark written() {
        return written;
    }

    /// Takes notice of what was just written.
    void advance(LogMark next) {
        written = next;
    }

    /// Takes notice that what was written is on disk.
    void acknowledge() {
        mark = written;
    }

    /// Where records exclude events.
    ExclusionMark exclusions() {
        return ExclusionMark.read(view);
    }

    Cursor<EventLog.Segment> scan(long fromPosition, long toPosition) {
        // Asked for first: the walk sees at least what was there when it began.
        long last = mark.lastPosition();
        return new ScanCursor(view.walk(EventTables.SEGMENTS), shelf, Math.max(1, fromPosition),
                Math.min(toPosition, last));
    }

    @Nullable
    LogRecord record(long position) {
        return position < 1 || position > mark.lastPosition() ? null : written(position);
    }

    /// The accounts of an attempt whose body is in a bundle; none for any other record.
    List<String> accountsOf(long position) {
        if (position < 1 || position > mark.lastPosition() || latest.record(position) != null) {
            return List.of();
        }
        List<String> accounts = new ArrayList<>();
        unpacked(position).record(position, (_, reference) -> {
            accounts.addAll(reference.accounts());
            return StoredBundles.unread(reference);
        });
        return accounts;
    }

    private UnpackedSegment unpacked(long position) {
        UnpackedSegment segment = cache.segment(position);
        if (segment == null) {
            segment = segmentOf(position).unpacked();
            cache.keep(segment);
        }
        return segment;
    }

    private LogRecord written(long position) {
        LogRecord known = latest.record(position);
        if (known != null) {
            return known;
        }
        UnpackedSegment segment = unpacked(position);
        return segment.record(position, new SegmentBodies(segment.header(), shelf));
    }

    /// Reads the bodies that are in bundles.
    BundleShelf shelf() {
        return shelf;
    }

    /// Takes notice that segments were written anew, with other places for their bodies.
    void rewritten() {
        cache.clear();
        latest.clear();
    }

    /// The segment that holds a position.
    StoredSegment segmentOf(long position) {
        try (Walk walk = view.walk(EventTables.SEGMENTS)) {
            if (walk.seekAtOrBefore(PositionKey.of(position))) {
                StoredSegment segment = StoredSegment.of(PositionKey.read(walk.key()), walk.value());
                if (position <= segment.header().lastPosition()) {
                    return segment;
                }
            }
            throw new StorageException(Kind.DAMAGED, "the record is not there");
        } catch (StorageException e) {
            if (e.kind() == Kind.DAMAGED && !(e instanceof DamagedRecordsException)) {
                throw new DamagedRecordsException(position, position, String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    /// The attempt at a position that the index of keys names.
    LogRecord.Attempt attemptAt(long position) {
        if (position <= written.lastPosition() && written(position) instanceof LogRecord.Attempt attempt) {
            return attempt;
        }
        throw new StorageException(Kind.DAMAGED,
                "the index of event keys is damaged: there is no attempt at position " + position);
    }

    List<LogRecord.Attempt> attempts(EventKey key) {
        long last = mark.lastPosition();
        List<LogRecord.Attempt> attempts = new ArrayList<>();
        for (long position : keys.positions(key)) {
            if (position > last) {
                break;
            }
            LogRecord.Attempt attempt = attemptAt(position);
            if (attempt.key().equals(key)) {
                attempts.add(attempt);
            }
        }
        return attempts;
    }

    long firstPositionBefore(EventKey key, long before) {
        long end = Math.min(before - 1, mark.lastPosition());
        for (long position : keys.positions(key)) {
            if (position <= end && attemptAt(position).key().equals(key)) {
                return position;
            }
        }
        return 0;
    }

    long positionAt(long arrivalMicros) {
        LogMark now = mark;
        if (arrivalMicros >= now.lastArrivalMicros()) {
            return now.lastPosition();
        }
        // All up to `low` arrived in time, nothing beyond `high` did.
        long low = 0;
        long high = now.lastPosition();
        while (low < high) {
            SegmentHeader header = segmentOf(low + (high - low + 1) / 2).header();
            if (header.firstArrival() > arrivalMicros) {
                high = header.firstPosition() - 1;
            } else if (header.lastArrival() > arrivalMicros) {
                return lastInTime(header, arrivalMicros);
            } else {
                low = header.lastPosition();
            }
        }
        return low;
    }

    private long lastInTime(SegmentHeader header, long arrivalMicros) {
        long last = header.firstPosition();
        for (LogRecord record : segmentOf(last).records(shelf)) {
            if (record.arrivalMicros() <= arrivalMicros) {
                last = record.position();
            }
        }
        return last;
    }
}
