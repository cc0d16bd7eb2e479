package io.tidemark.recovery.verify;

import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attempts that are judged later than they arrived: remembers those that wait, as far as there is room, and reads the others again.
/// Not thread-safe.
final class Recall {
    private static final int MAX_REMEMBERED = 200_000;

    private final EventLog log;
    private final StrictBodyReader reader = new StrictBodyReader();
    private final Map<Long, Recalled> remembered = new HashMap<>();

    Recall(EventLog log) {
        this.log = log;
    }

    /// An attempt as the second reader read it.
    ///
    /// @param batch   where it is described
    /// @param index   its index there
    /// @param again   whether there was an earlier attempt under its key
    /// @param account the account that it names first, when that is known already
    /// @param other   the account that it names next, when that is known already
    record Recalled(ReadBatch batch, int index, boolean again, @Nullable FoldedAccount account,
            @Nullable FoldedAccount other) {
        long position() {
            return batch.firstPosition + index;
        }

        String key() {
            return batch.key(index);
        }

        /// The hash of its key, or of the key of the original that it refers to.
        long hash() {
            return batch.originalHashes[index];
        }

        long cents() {
            return batch.cents[index];
        }
    }

    /// Remembers an attempt that will be asked for.
    void remember(Recalled attempt) {
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(attempt.position(), new Recalled(attempt.batch().only(attempt.index()), 0, attempt.again(),
                    attempt.account(), attempt.other()));
        }
    }

    /// The attempt at that position; it is forgotten.
    Recalled take(long position) {
        Recalled known = remembered.remove(position);
        return known != null ? known : read(position);
    }

    /// The attempt at that position, read from the log.
    Recalled read(long position) {
        if (log.record(position) instanceof LogRecord.Attempt attempt) {
            return new Recalled(reader.read(List.of(attempt)), 0, attempt.version() > 1, null, null);
        }
        throw new StorageException(StorageException.Kind.MISSING,
                "the attempt at position " + position + " is not in the events");
    }
}
