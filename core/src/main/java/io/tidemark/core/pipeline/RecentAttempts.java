package io.tidemark.core.pipeline;

import io.tidemark.core.pipeline.Prepared.PreparedAttempt;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import java.util.HashMap;
import java.util.Map;

/// Finds attempts that are judged later than they arrived: those of not long ago without another look into the log. Not thread-safe.
final class RecentAttempts {
    private static final int REMEMBERED = 50_000;
    private static final Body NO_BODY = Body.of(new byte[0]);

    private final AttemptIndex index;
    private final Preparer preparer = new Preparer();
    private final Map<Long, PreparedAttempt> lately = new HashMap<>();

    RecentAttempts(AttemptIndex index) {
        this.index = index;
    }

    /// Keeps an attempt that has not been judged, or that waits.
    void remember(PreparedAttempt prepared) {
        if (lately.size() == REMEMBERED) {
            lately.clear();
        }
        LogRecord.Attempt attempt = prepared.attempt();
        // Without the body, which would keep all of its segment in memory, and is not looked at again.
        LogRecord.Attempt bare = new LogRecord.Attempt(attempt.position(), attempt.arrivalMicros(), attempt.key(),
                attempt.version(), attempt.source(), NO_BODY);
        lately.put(attempt.position(), new PreparedAttempt(bare, prepared.decoded(), prepared.bodyDigest()));
    }

    /// The attempt at a position; it is not remembered any longer.
    PreparedAttempt take(long position) {
        PreparedAttempt remembered = lately.remove(position);
        return remembered != null ? remembered : fromLog(position);
    }

    /// The attempt at a position, as the log has it.
    ///
    /// @throws StorageException of kind `MISSING` when there is none
    PreparedAttempt fromLog(long position) {
        if (index.record(position) instanceof LogRecord.Attempt attempt) {
            return preparer.prepare(attempt);
        }
        throw new StorageException(StorageException.Kind.MISSING,
                "the attempt at position " + position + ", which the ledger refers to, is not in the events");
    }
}
