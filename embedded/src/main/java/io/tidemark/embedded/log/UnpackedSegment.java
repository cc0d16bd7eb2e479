package io.tidemark.embedded.log;

import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.embedded.encoding.ByteSource;

/// The records of a segment, unpacked but not decoded: decoding one is quicker by far than decoding all. Immutable.
final class UnpackedSegment {
    private static final String WHAT = "a segment of events";

    private final SegmentHeader header;
    private final byte[] raw;
    /// Where each record begins, and where the last one ends.
    private final int[] starts;

    /// Finds the records.
    ///
    /// @param raw  holds the records
    /// @param from where they begin
    /// @throws StorageException of kind `DAMAGED` when they are not of the form that was written
    UnpackedSegment(SegmentHeader header, byte[] raw, int from) {
        this.header = header;
        this.raw = raw;
        starts = new int[header.count() + 1];
        ByteSource source = new ByteSource(raw, from, from + header.rawLength(), WHAT);
        for (int i = 0; i < header.count(); i++) {
            starts[i] = source.offset();
            RecordCodec.skip(source);
        }
        starts[header.count()] = source.offset();
        if (source.hasMore()) {
            throw source.damaged("it is longer than its records");
        }
    }

    SegmentHeader header() {
        return header;
    }

    /// The record at a position within the segment.
    ///
    /// @param bodies finds the bodies that are in bundles
    LogRecord record(long position, RecordCodec.BundledBodies bodies) {
        int index = (int) (position - header.firstPosition());
        try {
            ByteSource source = new ByteSource(raw, starts[index], starts[index + 1], WHAT);
            return RecordCodec.decode(source, raw, position, header.firstArrival(), bodies);
        } catch (StorageException e) {
            throw StoredSegment.damaged(header.firstPosition(), header.lastPosition(), e);
        }
    }
}
