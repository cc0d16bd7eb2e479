package io.tidemark.embedded.log;

import io.tidemark.core.port.LogRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The segments that were decoded last, for looking single records up. Safe for use by many threads.
final class SegmentCache {
    private static final int CAPACITY = 48;
    /// Larger ones would crowd out too many others.
    private static final int MAX_RAW_LENGTH = 2 * SegmentHeader.TARGET_RAW_LENGTH;

    private final TreeMap<Long, Decoded> segments = new TreeMap<>();
    private long uses;

    /// The record at that position, or null when its segment is not here.
    synchronized @Nullable LogRecord record(long position) {
        Map.Entry<Long, Decoded> entry = segments.floorEntry(position);
        if (entry == null || position - entry.getKey() >= entry.getValue().records.size()) {
            return null;
        }
        entry.getValue().lastUse = ++uses;
        return entry.getValue().records.get((int) (position - entry.getKey()));
    }

    /// Keeps the records of a segment.
    synchronized void keep(SegmentHeader header, List<LogRecord> records) {
        if (header.rawLength() > MAX_RAW_LENGTH) {
            return;
        }
        if (segments.size() >= CAPACITY) {
            segments.entrySet().stream().min((a, b) -> Long.compare(a.getValue().lastUse, b.getValue().lastUse))
                    .map(Map.Entry::getKey).ifPresent(segments::remove);
        }
        segments.put(header.firstPosition(), new Decoded(records, ++uses));
    }

    private static final class Decoded {
        private final List<LogRecord> records;
        private long lastUse;

        Decoded(List<LogRecord> records, long lastUse) {
            this.records = records;
            this.lastUse = lastUse;
        }
    }
}
