package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The source of truth: every attempt that was ever put, and every control record, in arrival order.
///
/// Records are never changed or removed. Positions run from 1 without gaps; arrival times never run backwards. Safe for use by
/// many threads at once. Every method may throw a [StorageException].
public interface EventLog extends AutoCloseable {
    /// The longest body that can be put, in bytes. More than an event may have, so that what is refused is kept too.
    int MAX_BODY_BYTES = 1024 * 1024;
    /// The longest source label, in characters.
    int MAX_SOURCE_LENGTH = 128;

    /// Appends attempts in the order given. On return they are on disk and survive a crash of the machine: this is the
    /// acknowledgement. A crash before the return leaves a prefix of the list, possibly empty. An attempt whose bytes equal
    /// those of an earlier attempt of its key, in the log or in the list, is a duplicate and not stored. Calls from many
    /// threads are synced together.
    ///
    /// @return for each attempt its position, or [#DUPLICATE]
    /// @throws StorageException of kind `FULL`, `READ_ONLY` or `FAILED`: a prefix of the list may have been stored; putting the
    ///                          list again is safe
    long[] put(List<NewAttempt> attempts);

    /// In place of a position: the bytes are there already.
    long DUPLICATE = 0;

    /// Appends a control record and syncs it.
    ///
    /// @return its position
    long control(ControlAction action, String operator, String reason);

    /// The position of the last record; 0 when there is none.
    long lastPosition();

    /// How many attempts there are.
    long attemptCount();

    /// The records from one position to another, both included, in segments that follow each other without gaps. Sees at
    /// least what was appended before the call. Damage ends the walk with a [DamagedRecordsException]; [#scan] from after
    /// [DamagedRecordsException#lastPosition()] goes on.
    Cursor<Segment> scan(long fromPosition, long toPosition);

    /// A run of records as it was stored. Decoding is separate from walking, so that it can be done by another thread.
    interface Segment {
        /// The position of the first record that is wanted.
        long firstPosition();

        /// The position of the last record that is wanted.
        long lastPosition();

        /// Makes sure that the records can be read, at less cost than reading them.
        ///
        /// @return about the bytes that they take, keys and bodies together
        /// @throws DamagedRecordsException when what was stored is not what was written
        long check();

        /// The wanted records in order. The bodies share the segment's memory.
        ///
        /// @throws DamagedRecordsException when what was stored is not what was written
        List<LogRecord> records();
    }

    /// The record at that position, or null when it is beyond the last.
    @Nullable
    LogRecord record(long position);

    /// All attempts under that key in arrival order; empty when there is none.
    List<LogRecord.Attempt> attempts(EventKey key);

    /// The position of the first attempt under that key, or 0 when there is none. Sees every attempt that was acknowledged
    /// before the call.
    default long firstPosition(EventKey key) {
        return firstPositionBefore(key, Long.MAX_VALUE);
    }

    /// The position of the first attempt under that key if it is before another position, otherwise 0. Quick where nothing under the
    /// key is before it.
    ///
    /// @param position only attempts before it are looked for
    long firstPositionBefore(EventKey key, long position);

    /// The last position that arrived at or before that moment; 0 when there is none.
    ///
    /// @param arrivalMicros microseconds since 1970
    long positionAt(long arrivalMicros);

    /// Lets go of the store.
    @Override
    void close();
}
