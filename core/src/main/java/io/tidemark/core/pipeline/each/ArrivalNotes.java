package io.tidemark.core.pipeline.each;

import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.StoredAttempt;

/// Gives attempts their place in the index and nothing else, while processing stands still at a moment: no queue and no wait. They stay
/// undecided until they are routed. Thread-safe.
public final class ArrivalNotes {
    private final AttemptStore attempts;
    private final AccountBook book;

    /// Notes in that book.
    public ArrivalNotes(AttemptStore attempts, AccountBook book) {
        this.attempts = attempts;
        this.book = book;
    }

    /// Notes that an attempt arrived. May be told of what is noted or decided, which changes nothing, and of what no bucket has.
    ///
    /// @throws io.tidemark.core.port.StorageException when storage fails; the attempt may be noted again
    public void note(AttemptId id) {
        StoredAttempt stored = attempts.read(id);
        if (stored != null) {
            ReadAttempt attempt = ReadAttempt.of(stored);
            book.arrived(new Arrived(id, stored.arrivalMicros(), attempt.digest(), attempt.account()));
        }
    }
}
