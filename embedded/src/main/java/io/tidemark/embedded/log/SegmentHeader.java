package io.tidemark.embedded.log;

import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What stands before the records of a stored segment.
///
/// @param firstPosition the position of the first record
/// @param count         how many records there are
/// @param firstArrival  when the first arrived, in microseconds since 1970
/// @param lastArrival   when the last arrived
/// @param compressed    whether the records are a zstd frame
/// @param rawLength     how many bytes the records take when not compressed
/// @param checksum      CRC-32C of the records as stored
/// @param bundled       how many of the records have their bodies in bundles
/// @param bundledBytes  the bytes of those bodies
/// @param places        where in the bundles those bodies are
record SegmentHeader(long firstPosition, int count, long firstArrival, long lastArrival, boolean compressed,
        int rawLength, long checksum, int bundled, long bundledBytes, List<BundleShelf.Place> places) {
    /// The most records in a segment.
    static final int MAX_RECORDS = 512;
    /// A segment ends with the record that takes it beyond so many bytes, compressed or not.
    static final int TARGET_RAW_LENGTH = 96 << 10;
    /// More bytes than the records of a segment can take.
    static final int MAX_RAW_LENGTH = TARGET_RAW_LENGTH + EventLog.MAX_BODY_BYTES + (64 << 10);

    private static final int FORMAT = 1;
    /// Some of the bodies are in bundles: what a program that knows only the first format must not take for damage.
    private static final int FORMAT_WITH_BUNDLES = 2;
    private static final int RAW = 0;
    private static final int ZSTD = 1;

    /// A header with a copy of those places.
    SegmentHeader {
        places = List.copyOf(places);
    }

    long lastPosition() {
        return firstPosition + count - 1;
    }

    void encode(ByteSink sink) {
        sink.putByte(bundled == 0 ? FORMAT : FORMAT_WITH_BUNDLES).putByte(compressed ? ZSTD : RAW).putVarint(count)
                .putLong(firstPosition).putLong(firstArrival).putVarint(lastArrival - firstArrival)
                .putVarint(rawLength).putVarint(checksum);
        if (bundled > 0) {
            sink.putVarint(bundled).putVarint(bundledBytes).putVarint(places.size());
            for (BundleShelf.Place place : places) {
                sink.putVarint(place.bundle()).putVarint(place.frame());
            }
        }
    }

    static SegmentHeader decode(ByteSource source) {
        int format = source.getByte();
        if (format != FORMAT && format != FORMAT_WITH_BUNDLES) {
            throw format > FORMAT_WITH_BUNDLES
                    ? new StorageException(Kind.UNSUPPORTED_FORMAT, "a segment of events is of format " + format
                            + ", this program knows " + FORMAT_WITH_BUNDLES + "; use a newer one")
                    : source.damaged("it has no form");
        }
        int codec = source.getByte();
        if (codec != RAW && codec != ZSTD) {
            throw source.damaged("an unknown compression " + codec);
        }
        int count = source.getCount(MAX_RECORDS);
        long firstPosition = source.getLong();
        long firstArrival = source.getLong();
        long lastArrival = firstArrival + source.getVarint();
        int rawLength = source.getCount(MAX_RAW_LENGTH);
        long checksum = source.getVarint();
        int bundled = format == FORMAT ? 0 : source.getCount(count);
        long bundledBytes = bundled == 0 ? 0 : source.getVarint();
        int places = bundled == 0 ? 0 : source.getCount(count);
        List<BundleShelf.Place> in = new ArrayList<>(places);
        for (int i = 0; i < places; i++) {
            in.add(new BundleShelf.Place(source.getCount(Integer.MAX_VALUE), source.getCount(Integer.MAX_VALUE)));
        }
        return new SegmentHeader(firstPosition, count, firstArrival, lastArrival, codec == ZSTD, rawLength, checksum,
                bundled, bundledBytes, in);
    }

    static long checksum(byte[] array, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(array, offset, length);
        return crc.getValue();
    }
}
