package io.tidemark.recovery.plan;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import org.jspecify.annotations.Nullable;

/// Guesses what replaying takes, from a few samples of the log.
final class ByteEstimate {
    private static final int SAMPLES = 16;
    private static final long SAMPLE_RECORDS = 256;
    /// What a recovery with full history does on two cores.
    private static final long RECORDS_PER_SECOND = 300_000;

    private final EventLog log;

    ByteEstimate(EventLog log) {
        this.log = log;
    }

    /// About how many bytes the bodies up to a position have.
    long upTo(long position) {
        long step = Math.max(SAMPLE_RECORDS, position / SAMPLES);
        long records = 0;
        long bytes = 0;
        for (long from = 1; from <= position; from += step) {
            long to = Math.min(position, from + SAMPLE_RECORDS - 1);
            long sampled = bytes(from, to);
            if (sampled >= 0) {
                records += to - from + 1;
                bytes += sampled;
            }
        }
        return records == 0 ? 0 : Math.round((double) bytes / records * position);
    }

    private long bytes(long from, long to) {
        long bytes = 0;
        try (Cursor<EventLog.Segment> segments = log.scan(from, to)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                for (LogRecord record : segment.records()) {
                    bytes += record instanceof LogRecord.Attempt attempt ? attempt.body().length() : 0;
                }
            }
            return bytes;
        } catch (DamagedRecordsException e) {
            // A sample that cannot be read is no sample; whoever needs the events will find the damage.
            return -1;
        }
    }

    /// About how long replaying so many records takes.
    ///
    /// @param rate records a second as they were measured, or null when they were not
    static long seconds(long records, @Nullable Long rate) {
        return 1 + records / (rate == null ? RECORDS_PER_SECOND : rate);
    }
}
