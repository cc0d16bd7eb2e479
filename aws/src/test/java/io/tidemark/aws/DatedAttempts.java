package io.tidemark.aws;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attempts of a store, put when a test says.
///
/// @param store    the store
/// @param arrivals when attempts were put, in microseconds since 1970
record DatedAttempts(AttemptStore store, Map<AttemptId, Long> arrivals) implements AttemptStore {
    private @Nullable StoredAttempt dated(@Nullable StoredAttempt attempt) {
        return attempt == null ? null
                : new StoredAttempt(attempt.id(), arrivals.getOrDefault(attempt.id(), attempt.arrivalMicros()),
                        attempt.source(), attempt.body());
    }

    @Override
    public AttemptId put(EventKey key, Body body, @Nullable String source) {
        return store.put(key, body, source);
    }

    @Override
    public @Nullable StoredAttempt read(AttemptId id) {
        return dated(store.read(id));
    }

    @Override
    public @Nullable StoredAttempt read(ListedAttempt listed) {
        return dated(store.read(listed));
    }

    @Override
    public List<AttemptId> versions(EventKey key) {
        return store.versions(key);
    }

    @Override
    public void expire(EventKey key) {
        store.expire(key);
    }

    @Override
    public boolean inSight(EventKey key) {
        return store.inSight(key);
    }

    @Override
    public void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes) {
        store.keep(attempt, bucket, outcomes);
    }

    @Override
    public @Nullable KeptAttempt readKept(ListedAttempt listed) {
        KeptAttempt kept = store.readKept(listed);
        StoredAttempt attempt = kept == null ? null : dated(kept.attempt());
        return kept == null || attempt == null ? null : new KeptAttempt(attempt, kept.outcomes());
    }

    @Override
    public @Nullable AttemptId kept(EventKey key, Bucket bucket) {
        return store.kept(key, bucket);
    }

    @Override
    public Cursor<ListedAttempt> list(Bucket bucket, String prefix) {
        return store.list(bucket, prefix);
    }
}
