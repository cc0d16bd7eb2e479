package io.tidemark.core.pipeline.each;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.List;

/// Keeps what has left the bucket for new events: a copy of each attempt that has an outcome, from the version that is still there.
/// May be told of the same key any number of times. Thread-safe.
///
/// What waits is archived too: it may wait for longer than the versions are kept, and its bytes are needed then. If it is rejected in
/// the end, it is among the rejected as well. With a copy goes what the index recorded of the attempt so far, so that it outlives the index.
public final class Archiver {
    private final AttemptStore attempts;
    private final AccountBook book;

    /// An archiver between those.
    public Archiver(AttemptStore attempts, AccountBook book) {
        this.attempts = attempts;
        this.book = book;
    }

    /// What became of a key's attempts. Immutable.
    ///
    /// @param kept       those of which a copy is in the archive or among the rejected now
    /// @param duplicates those of which none is needed
    /// @param undecided  those that have no outcome: they are to be routed
    public record Archived(List<AttemptId> kept, List<AttemptId> duplicates, List<AttemptId> undecided) {}

    /// Keeps the attempts of a key that has expired or was removed. A key that is in sight is left alone.
    ///
    /// @throws io.tidemark.core.port.StorageException when storage fails; the key may be archived again
    public Archived archive(EventKey key) {
        List<AttemptId> kept = new ArrayList<>();
        List<AttemptId> duplicates = new ArrayList<>();
        List<AttemptId> undecided = new ArrayList<>();
        if (!attempts.inSight(key)) {
            KeyHistory history = book.history(key);
            KeyRecord record = history.record();
            for (AttemptId id : attempts.versions(key)) {
                KeyRecord.Judged judged = record.judged(id.version());
                if (judged == null) {
                    undecided.add(id);
                } else if (judged.state() == null) {
                    duplicates.add(id);
                } else if (judged.state() == OutcomeState.REJECTED) {
                    // The judge keeps what is rejected, at once.
                    kept.add(id);
                } else {
                    keep(id, history);
                    kept.add(id);
                }
            }
        }
        return new Archived(List.copyOf(kept), List.copyOf(duplicates), List.copyOf(undecided));
    }

    private void keep(AttemptId id, KeyHistory history) {
        StoredAttempt attempt = attempts.read(id);
        if (attempt != null) {
            attempts.keep(attempt, Bucket.ARCHIVE, history.recorded(id.version()));
            book.kept(id, Bucket.ARCHIVE);
        }
    }
}
