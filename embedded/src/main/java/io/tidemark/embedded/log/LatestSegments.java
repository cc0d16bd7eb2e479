package io.tidemark.embedded.log;

import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The attempts of the segments that were written last, not compressed. Whoever sends an event again does so soon as a rule, and
/// then the bytes of the first need not be unpacked to be compared. Safe for use by many threads.
final class LatestSegments {
    /// With segments of the usual size, these are 65,536 records in 13 MiB.
    private static final int CAPACITY = 128;
    /// Larger ones are not kept.
    private static final int MAX_RAW_LENGTH = 2 * SegmentHeader.TARGET_RAW_LENGTH;

    private final Segment[] segments = new Segment[CAPACITY];
    private int oldest;
    private int count;

    /// Keeps a copy of a segment, which comes after those kept before.
    ///
    /// @param ends  where each of its records ends, all of them attempts
    /// @param array holds them, from 0
    synchronized void keep(long firstPosition, long firstArrival, int[] ends, byte[] array) {
        int length = ends[ends.length - 1];
        if (length > MAX_RAW_LENGTH) {
            return;
        }
        if (count == CAPACITY) {
            oldest = (oldest + 1) % CAPACITY;
            count--;
        }
        int place = (oldest + count) % CAPACITY;
        Segment segment = segments[place];
        byte[] bytes = segment != null && segment.bytes.length >= length ? segment.bytes : new byte[length];
        System.arraycopy(array, 0, bytes, 0, length);
        segments[place] = new Segment(firstPosition, firstArrival, ends, bytes);
        count++;
    }

    /// Forgets what is kept, because it may not have been written, or stands elsewhere now.
    synchronized void clear() {
        count = 0;
    }

    /// The record at that position, or null when it is not here.
    synchronized @Nullable LogRecord record(long position) {
        // The last segment that begins at or before the position is between the two, the first included.
        int low = 0;
        int high = count;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (at(middle).firstPosition <= position) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (count == 0) {
            return null;
        }
        long index = position - at(low).firstPosition;
        return index >= 0 && index < at(low).ends.length ? at(low).record((int) index) : null;
    }

    private Segment at(int index) {
        return segments[(oldest + index) % CAPACITY];
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Segment(long firstPosition, long firstArrival, int[] ends, byte[] bytes) {
        LogRecord record(int index) {
            // The array will be written again; a record is for good.
            byte[] copy = Arrays.copyOfRange(bytes, index == 0 ? 0 : ends[index - 1], ends[index]);
            return RecordCodec.decode(new ByteSource(copy, "a segment of events"), copy, firstPosition + index,
                    firstArrival, Segment::nothing);
        }

        private static Body nothing(long position, BundleReference reference) {
            throw new IllegalStateException("what was just put is in no bundle: position " + position);
        }
    }
}
