package io.tidemark.recovery.tables;

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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Attempts that were read once and are kept, so that each body is asked for once however often it is needed. Keeps nothing in
/// buckets: a replay moves nothing.
final class HeldBodies implements AttemptStore {
    /// Requests at once: they take their time and no work.
    private static final int READERS = 16;

    private final AttemptStore store;
    private final Map<AttemptId, StoredAttempt> held = new ConcurrentHashMap<>();

    HeldBodies(AttemptStore store) {
        this.store = store;
    }

    /// Keeps an attempt that was read elsewhere.
    void hold(StoredAttempt attempt) {
        held.put(attempt.id(), attempt);
    }

    /// Reads those that are not here yet, many at once. What no bucket has is passed over.
    void fetch(Collection<AttemptId> ids) {
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS,
                Thread.ofPlatform().daemon().name("tidemark-bodies-", 1).factory())) {
            List<Future<?>> reading = ids.stream().filter(id -> !held.containsKey(id))
                    .<Future<?>>map(id -> readers.submit(() -> read(id))).toList();
            for (Future<?> one : reading) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("reading was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a body cannot be read", e.getCause());
        }
    }

    @Override
    public @Nullable StoredAttempt read(AttemptId id) {
        StoredAttempt attempt = held.get(id);
        if (attempt == null) {
            attempt = store.read(id);
            if (attempt != null) {
                held.put(id, attempt);
            }
        }
        return attempt;
    }

    /// The attempt as the store has it, whatever is held of it.
    @Nullable
    StoredAttempt readAgain(AttemptId id) {
        return store.read(id);
    }

    @Override
    public @Nullable StoredAttempt read(ListedAttempt listed) {
        return store.read(listed);
    }

    @Override
    public @Nullable KeptAttempt readKept(ListedAttempt listed) {
        return store.readKept(listed);
    }

    @Override
    public AttemptId put(EventKey key, Body body, @Nullable String source) {
        throw new IllegalStateException("a replay puts nothing");
    }

    @Override
    public List<AttemptId> versions(EventKey key) {
        return store.versions(key);
    }

    @Override
    public void expire(EventKey key) {
        throw new IllegalStateException("a replay lets nothing expire");
    }

    @Override
    public boolean inSight(EventKey key) {
        return store.inSight(key);
    }

    @Override
    public void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes) {
        // What is rejected afresh is kept once all is proven.
    }

    @Override
    public @Nullable AttemptId kept(EventKey key, Bucket bucket) {
        return null;
    }

    @Override
    public Cursor<ListedAttempt> list(Bucket bucket, String prefix) {
        return store.list(bucket, prefix);
    }
}
