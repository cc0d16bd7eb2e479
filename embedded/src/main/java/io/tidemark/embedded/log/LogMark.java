package io.tidemark.embedded.log;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.View;

/// How far the log has come; written with every batch.
///
/// @param lastPosition      the position of the last record; 0 when there is none
/// @param lastArrivalMicros when it arrived, in microseconds since 1970
/// @param attempts          how many of the records are attempts
record LogMark(long lastPosition, long lastArrivalMicros, long attempts) {
    static final LogMark NONE = new LogMark(0, 0, 0);

    /// What the database says, [#NONE] when it was just made.
    static LogMark read(View view) {
        byte[] bytes = view.get(EventTables.META, EventTables.LOG_MARK);
        if (bytes == null) {
            return NONE;
        }
        ByteSource source = new ByteSource(bytes, "the mark of events");
        int version = source.getByte();
        if (version != EventTables.FORMAT_VERSION) {
            throw new StorageException(Kind.UNSUPPORTED_FORMAT,
                    "events are of format " + version + ", this program knows "
                            + EventTables.FORMAT_VERSION + "; use a newer one");
        }
        return new LogMark(source.getVarint(), source.getVarint(), source.getVarint());
    }

    byte[] encode() {
        return new ByteSink(32).putByte(EventTables.FORMAT_VERSION).putVarint(lastPosition).putVarint(lastArrivalMicros)
                .putVarint(attempts).toBytes();
    }
}
