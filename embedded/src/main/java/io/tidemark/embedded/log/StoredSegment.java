package io.tidemark.embedded.log;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.ArrayList;
import java.util.List;

/// A segment as it was stored. Immutable.
///
/// @param header        what stands before its records
/// @param bytes         the stored bytes
/// @param payloadOffset where the records begin in them
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredSegment(SegmentHeader header, byte[] bytes, int payloadOffset) {
    /// Reads the header.
    ///
    /// @param firstPosition the position under which the segment was found
    static StoredSegment of(long firstPosition, byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "a segment of events");
        try {
            SegmentHeader header = SegmentHeader.decode(source);
            if (header.firstPosition() != firstPosition || header.count() == 0) {
                throw source.damaged("it belongs elsewhere");
            }
            return new StoredSegment(header, bytes, source.offset());
        } catch (StorageException e) {
            throw e.kind() == Kind.DAMAGED ? damaged(firstPosition, firstPosition, e) : e;
        }
    }

    /// All records in order.
    ///
    /// @param shelf has the bodies that are in bundles
    List<LogRecord> records(BundleShelf shelf) {
        return records(new SegmentBodies(header, shelf));
    }

    /// All records in order.
    ///
    /// @param bodies finds the bodies that are in bundles
    List<LogRecord> records(RecordCodec.BundledBodies bodies) {
        try {
            byte[] raw = unpack();
            int from = header.compressed() ? 0 : payloadOffset;
            ByteSource source = new ByteSource(raw, from, from + header.rawLength(), "a segment of events");
            List<LogRecord> records = new ArrayList<>(header.count());
            for (int i = 0; i < header.count(); i++) {
                records.add(RecordCodec.decode(source, raw, header.firstPosition() + i, header.firstArrival(), bodies));
            }
            if (source.hasMore()) {
                throw source.damaged("it is longer than its records");
            }
            return records;
        } catch (StorageException e) {
            throw damaged(header.firstPosition(), header.lastPosition(), e);
        }
    }

    /// The records, not decoded yet.
    UnpackedSegment unpacked() {
        try {
            return new UnpackedSegment(header, unpack(), header.compressed() ? 0 : payloadOffset);
        } catch (StorageException e) {
            throw damaged(header.firstPosition(), header.lastPosition(), e);
        }
    }

    /// Makes sure that the records are as they were written, without unpacking them.
    ///
    /// @param shelf has the bodies that are in bundles
    void check(BundleShelf shelf) {
        try {
            checkSum();
            header.places().forEach(shelf::check);
        } catch (StorageException e) {
            throw e.kind() == Kind.DAMAGED ? damaged(header.firstPosition(), header.lastPosition(), e) : e;
        }
    }

    private void checkSum() {
        if (SegmentHeader.checksum(bytes, payloadOffset, bytes.length - payloadOffset) != header.checksum()) {
            throw new StorageException(Kind.DAMAGED, "a segment of events is damaged: its checksum does not hold");
        }
    }

    private byte[] unpack() {
        int length = bytes.length - payloadOffset;
        checkSum();
        if (!header.compressed()) {
            if (length != header.rawLength()) {
                throw new StorageException(Kind.DAMAGED, "a segment of events is damaged: its length does not hold");
            }
            return bytes;
        }
        try {
            byte[] raw = new byte[header.rawLength()];
            long size = Zstd.decompressByteArray(raw, 0, raw.length, bytes, payloadOffset, length);
            if (size != raw.length) {
                throw new StorageException(Kind.DAMAGED, "a segment of events is damaged: its length does not hold");
            }
            return raw;
        } catch (ZstdException e) {
            throw new StorageException(Kind.DAMAGED, "a segment of events is damaged: " + e.getMessage(), e);
        }
    }

    /// Says which records the damage is about.
    static DamagedRecordsException damaged(long first, long last, StorageException cause) {
        return new DamagedRecordsException(first, last, String.valueOf(cause.getMessage()), cause);
    }
}
