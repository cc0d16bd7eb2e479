package io.tidemark.embedded.log;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The segments that were unpacked last, for looking single records up. Safe for use by many threads.
final class SegmentCache {
    private static final int CAPACITY = 48;
    /// Larger ones would crowd out too many others.
    private static final int MAX_RAW_LENGTH = 2 * SegmentHeader.TARGET_RAW_LENGTH;

    private final TreeMap<Long, Kept> segments = new TreeMap<>();
    private long uses;

    /// The segment that holds that position, or null when it is not here.
    synchronized @Nullable UnpackedSegment segment(long position) {
        Map.Entry<Long, Kept> entry = segments.floorEntry(position);
        if (entry == null || position > entry.getValue().segment.header().lastPosition()) {
            return null;
        }
        entry.getValue().lastUse = ++uses;
        return entry.getValue().segment;
    }

    /// Keeps a segment.
    synchronized void keep(UnpackedSegment segment) {
        if (segment.header().rawLength() > MAX_RAW_LENGTH) {
            return;
        }
        if (segments.size() >= CAPACITY) {
            segments.entrySet().stream().min((a, b) -> Long.compare(a.getValue().lastUse, b.getValue().lastUse))
                    .map(Map.Entry::getKey).ifPresent(segments::remove);
        }
        segments.put(segment.header().firstPosition(), new Kept(segment, ++uses));
    }

    /// Forgets all segments, because some were written anew.
    synchronized void clear() {
        segments.clear();
    }

    private static final class Kept {
        private final UnpackedSegment segment;
        private long lastUse;

        Kept(UnpackedSegment segment, long lastUse) {
            this.segment = segment;
            this.lastUse = lastUse;
        }
    }
}
