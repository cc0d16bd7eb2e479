package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import java.util.List;
import java.util.function.Consumer;
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

    /// The positions of all [records that exclude][ControlAction.Exclude], in order. Quick, however long the log is.
    List<Long> exclusions();

    /// The position of the last record; 0 when there is none.
    long lastPosition();

    /// The position of the last record that is known to have been acknowledged. Beyond [#lastPosition()] when the records in between
    /// are lost; then [#put] and [#control] throw a [DamagedRecordsException] until [#acceptLoss()] was called. Whoever compares the two
    /// asks for this one first: what others put in between moves [#lastPosition()] on, and would look lost the other way round.
    long acknowledgedPosition();

    /// Takes the records that are there for all there ever were: [#acknowledgedPosition()] becomes [#lastPosition()], durably, and
    /// the positions behind it are given away again. For whoever has decided to go on without what is lost.
    void acceptLoss();

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

    /// The accounts that the attempt at a position touched, or the one at which it was refused, where the log knows them without the
    /// attempt's body; empty where it does not. So a body in cold storage need not be thawed to tell whom it concerned.
    default List<String> accountsOf(long position) {
        return List.of();
    }

    /// Begins to check that whatever finds attempts by their key finds them all, and nothing else.
    ///
    /// @param toPosition the last position that is checked
    KeyCheck checkKeys(long toPosition);

    /// A check of what finds attempts by their key, against the records themselves.
    interface KeyCheck extends AutoCloseable {
        /// Takes in records. All from position 1 to the last that is checked are to be handed in, each once, in any order; by many
        /// threads at once.
        void add(List<LogRecord> records);

        /// Says what is wrong, when all records were handed in.
        ///
        /// @param faults told of each fault; of none when every attempt is found by its key
        void finish(Consumer<KeyFault> faults);

        @Override
        void close();
    }

    /// An attempt that is not found by its key, or a key that leads elsewhere.
    ///
    /// @param key         the key, or null where it is not known
    /// @param position    the position, or 0 where it is not known
    /// @param description what is wrong, one clause
    record KeyFault(@Nullable EventKey key, long position, String description) {}

    /// Makes whatever finds attempts by their key anew from the records themselves, damaged or not. Others may read meanwhile.
    ///
    /// @throws DamagedRecordsException when records cannot be read
    void rebuildKeys();

    /// The last position that arrived at or before that moment; 0 when there is none.
    ///
    /// @param arrivalMicros microseconds since 1970
    long positionAt(long arrivalMicros);

    /// Lets go of the store.
    @Override
    void close();
}
