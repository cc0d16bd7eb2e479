package io.tidemark.embedded.log;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.Zstd;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.encoding.ByteSink;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects records and makes a stored segment of them. Used over and over; not thread-safe.
final class SegmentWriter implements AutoCloseable {
    private static final int COMPRESSION_LEVEL = 1;
    /// Below this, compression saves less than it costs to read back.
    private static final int LEAST_TO_COMPRESS = 512;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL);
    private final ByteSink records = new ByteSink(SegmentHeader.TARGET_RAW_LENGTH + (16 << 10));
    private final ByteSink packed = new ByteSink(64 << 10);
    private final ByteSink stored = new ByteSink(64 << 10);
    private long firstPosition;
    private long firstArrival;
    private long lastArrival;
    private int count;
    private final int[] begins = new int[SegmentHeader.MAX_RECORDS + 1];
    private final Set<BundleShelf.Place> places = new LinkedHashSet<>();
    private int bundled;
    private long bundledBytes;

    /// Begins a record.
    ///
    /// @return where it is to be written
    ByteSink begin(long position, long arrivalMicros) {
        if (count == 0) {
            firstPosition = position;
            firstArrival = arrivalMicros;
        }
        lastArrival = arrivalMicros;
        begins[count] = records.size();
        count++;
        return records;
    }

    /// Takes notice that the body of the record just begun is in a bundle.
    void bundled(BundleReference reference) {
        bundled++;
        bundledBytes += reference.length();
        places.add(reference.place());
    }

    long arrivalDelta() {
        return lastArrival - firstArrival;
    }

    long firstPosition() {
        return firstPosition;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == SegmentHeader.MAX_RECORDS || records.size() >= SegmentHeader.TARGET_RAW_LENGTH;
    }

    /// Has the records kept for those who look for one soon.
    void keepIn(LatestSegments latest) {
        if (count > 0) {
            int[] ends = Arrays.copyOfRange(begins, 1, count + 1);
            ends[count - 1] = records.size();
            latest.keep(firstPosition, firstArrival, ends, records.array());
        }
    }

    /// The segment as it is to be stored; good until the next call. Afterwards there are no records.
    ByteSink finish() {
        ByteSink payload = records;
        if (records.size() >= LEAST_TO_COMPRESS) {
            packed.clear();
            packed.reserve((int) Zstd.compressBound(records.size()));
            packed.advance(zstd.compressByteArray(packed.array(), 0, packed.array().length, records.array(), 0,
                    records.size()));
            payload = packed.size() < records.size() ? packed : records;
        }
        long checksum = SegmentHeader.checksum(payload.array(), 0, payload.size());
        stored.clear();
        new SegmentHeader(firstPosition, count, firstArrival, lastArrival, payload == packed, records.size(), checksum,
                bundled, bundledBytes, List.copyOf(places)).encode(stored);
        stored.putBytes(payload.array(), 0, payload.size());
        clear();
        return stored;
    }

    /// Forgets the records.
    void clear() {
        records.clear();
        count = 0;
        places.clear();
        bundled = 0;
        bundledBytes = 0;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
