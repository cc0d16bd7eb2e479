package io.tidemark.embedded.log;

import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
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
record SegmentHeader(long firstPosition, int count, long firstArrival, long lastArrival, boolean compressed,
        int rawLength,
        long checksum) {
    /// The most records in a segment.
    static final int MAX_RECORDS = 512;
    /// A segment ends with the record that takes it beyond so many bytes, compressed or not.
    static final int TARGET_RAW_LENGTH = 96 << 10;
    /// More bytes than the records of a segment can take.
    static final int MAX_RAW_LENGTH = TARGET_RAW_LENGTH + EventLog.MAX_BODY_BYTES + (64 << 10);

    private static final int FORMAT = 1;
    private static final int RAW = 0;
    private static final int ZSTD = 1;

    long lastPosition() {
        return firstPosition + count - 1;
    }

    void encode(ByteSink sink) {
        sink.putByte(FORMAT).putByte(compressed ? ZSTD : RAW).putVarint(count).putLong(firstPosition)
                .putLong(firstArrival)
                .putVarint(lastArrival - firstArrival).putVarint(rawLength).putVarint(checksum);
    }

    static SegmentHeader decode(ByteSource source) {
        int format = source.getByte();
        if (format != FORMAT) {
            throw format > FORMAT
                    ? new StorageException(Kind.UNSUPPORTED_FORMAT, "a segment of events is of format " + format
                            + ", this program knows " + FORMAT + "; use a newer one")
                    : source.damaged("it has no form");
        }
        int codec = source.getByte();
        if (codec != RAW && codec != ZSTD) {
            throw source.damaged("an unknown compression " + codec);
        }
        int count = source.getCount(MAX_RECORDS);
        long firstPosition = source.getLong();
        long firstArrival = source.getLong();
        return new SegmentHeader(firstPosition, count, firstArrival, firstArrival + source.getVarint(), codec == ZSTD,
                source.getCount(MAX_RAW_LENGTH), source.getVarint());
    }

    static long checksum(byte[] array, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(array, offset, length);
        return crc.getValue();
    }
}
