package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Attempts that are judged later than they arrived: remembers those that wait, as far as there is room, and reads the others again.
/// Not thread-safe.
final class Recall {
    private static final int MAX_REMEMBERED = 200_000;

    private final EventLog log;
    private final KeyHash hashes = new KeyHash();
    private final StrictBodyReader reader = new StrictBodyReader();
    private final Map<Long, Recalled> remembered = new HashMap<>();

    Recall(EventLog log) {
        this.log = log;
    }

    /// An attempt as the second reader read it.
    ///
    /// @param key          its key
    /// @param body         what its body says
    /// @param digests      holds the digest of the body
    /// @param digestOffset where it begins
    /// @param hash         the hash of its key, or of the key of the original that it refers to
    /// @param again        whether there was an earlier attempt under its key
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Recalled(String key, ReadBody body, byte[] digests, int digestOffset, long hash,
            boolean again) {}

    /// Remembers an attempt that will be asked for.
    void remember(long position, Recalled attempt) {
        if (remembered.size() < MAX_REMEMBERED) {
            byte[] digest = Arrays.copyOfRange(attempt.digests(), attempt.digestOffset(),
                    attempt.digestOffset() + Sha256.LENGTH);
            remembered.put(position, new Recalled(attempt.key(), attempt.body(), digest, 0, attempt.hash(),
                    attempt.again()));
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
            String key = attempt.key().text();
            EventType type = KeyName.typeOf(key);
            long hash = type != null && KeyName.isFollowUp(type) ? hashes.ofOriginal(key, type) : hashes.of(key);
            byte[] digest = Sha256.of(attempt.body().toBytes()).toBytes();
            return new Recalled(key, reader.readAlone(type, attempt.body()), digest, 0, hash,
                    attempt.version() > 1);
        }
        throw new StorageException(StorageException.Kind.MISSING,
                "the attempt at position " + position + " is not in the events");
    }
}
