package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.Walk;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Checks the keys table against the log. Sums over pairs of hash and position, which do not depend on order, are compared first;
/// only when they differ is every key looked up. What the table does not cover yet is read from the log anyway and needs no check.
final class KeyTableCheck implements EventLog.KeyCheck {
    private static final byte[] FIRST = {};

    private final LogReader reader;
    private final KeyIndex index;
    private final Walk walk;
    private final LongAdder expected = new LongAdder();
    private final long to;
    private final @Nullable StorageException unreadable;

    KeyTableCheck(Database database, LogReader reader, KeyIndex index, long toPosition) {
        this.reader = reader;
        this.index = index;
        // The walk shows the table as it is now, whatever is written to it meanwhile.
        walk = database.latest().walk(EventTables.KEYS);
        long covered = 0;
        StorageException failure = null;
        try {
            covered = walk.seek(FIRST) && KeyTableWriter.isMark(walk.key()) ? KeyTableWriter.mark(walk.value()) : 0;
        } catch (StorageException e) {
            failure = damaged(e);
        }
        to = Math.min(covered, toPosition);
        unreadable = failure;
    }

    private static StorageException damaged(StorageException e) {
        if (e.kind() != Kind.DAMAGED) {
            throw e;
        }
        return e;
    }

    @Override
    public void add(List<LogRecord> records) {
        long sum = 0;
        for (LogRecord each : records) {
            if (each instanceof LogRecord.Attempt attempt && attempt.position() <= to) {
                sum += mixed(index.hash(attempt.key()), attempt.position());
            }
        }
        expected.add(sum);
    }

    /// A number that stands for a pair; sums of them differ when the pairs do, but for an unlikely chance.
    private static long mixed(long hash, long position) {
        long bits = hash ^ position * 0x9e37_79b9_7f4a_7c15L;
        bits = (bits ^ bits >>> 32) * 0xbf58_476d_1ce4_e5b9L;
        bits = (bits ^ bits >>> 29) * 0x94d0_49bb_1331_11ebL;
        return bits ^ bits >>> 32;
    }

    @Override
    public void finish(Consumer<EventLog.KeyFault> faults) {
        try {
            if (unreadable != null) {
                throw unreadable;
            }
            long found = 0;
            for (boolean more = walk.seek(FIRST); more; more = walk.next()) {
                byte[] key = walk.key();
                if (!KeyTableWriter.isMark(key)) {
                    found += sum(PositionKey.read(key), KeyPositions.decode(walk.value()));
                }
            }
            if (found != expected.sum()) {
                name(faults);
            }
        } catch (StorageException e) {
            faults.accept(new EventLog.KeyFault(null, 0, "cannot be read: " + damaged(e).getMessage()));
        }
    }

    private long sum(long hash, long[] positions) {
        long sum = 0;
        for (long position : positions) {
            sum += position <= to ? mixed(hash, position) : 0;
        }
        return sum;
    }

    private void name(Consumer<EventLog.KeyFault> faults) {
        try (Cursor<EventLog.Segment> segments = reader.scan(1, to)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                for (LogRecord each : segment.records()) {
                    if (each instanceof LogRecord.Attempt attempt && !leadsTo(attempt.key(), attempt.position())) {
                        faults.accept(new EventLog.KeyFault(attempt.key(), attempt.position(),
                                "the attempt is not found by its key"));
                    }
                }
            }
        }
        for (boolean more = walk.seek(FIRST); more; more = walk.next()) {
            byte[] key = walk.key();
            if (!KeyTableWriter.isMark(key)) {
                for (long position : KeyPositions.decode(walk.value())) {
                    if (position <= to && !holds(position, PositionKey.read(key))) {
                        faults.accept(new EventLog.KeyFault(null, position, "another key than its own leads there"));
                    }
                }
            }
        }
    }

    private boolean leadsTo(EventKey key, long position) {
        for (long found : index.positions(key)) {
            if (found == position) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(long position, long hash) {
        return reader.record(position) instanceof LogRecord.Attempt attempt && index.hash(attempt.key()) == hash;
    }

    @Override
    public void close() {
        walk.close();
    }
}
