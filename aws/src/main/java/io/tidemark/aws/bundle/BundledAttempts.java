package io.tidemark.aws.bundle;

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
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attempts as single objects and in bundles: whoever reads cannot tell which. Bundles are asked only for what no single object has. Safe
/// for use by many threads.
public final class BundledAttempts implements AttemptStore {
    private final AttemptStore singles;
    private final BundleObjects objects;

    BundledAttempts(AttemptStore singles, BundleObjects objects) {
        this.singles = singles;
        this.objects = objects;
    }

    @Override
    public AttemptId put(EventKey key, Body body, @Nullable String source) {
        return singles.put(key, body, source);
    }

    @Override
    public @Nullable StoredAttempt read(AttemptId id) {
        StoredAttempt single = singles.read(id);
        if (single != null) {
            return single;
        }
        return bundled(id.key()).stream().filter(placed -> placed.line().attempt().id().equals(id)).findFirst()
                .map(placed -> placed.attempt(objects)).orElse(null);
    }

    private List<Placed> bundled(EventKey key) {
        return objects.manifests().stream().flatMap(bundle -> of(bundle, key).stream()).toList();
    }

    private List<Placed> of(Manifest bundle, EventKey key) {
        try (MergedIndex index = new MergedIndex(objects, List.of(bundle), key.text())) {
            return index.of(key);
        }
    }

    @Override
    public List<AttemptId> versions(EventKey key) {
        return singles.versions(key);
    }

    @Override
    public void expire(EventKey key) {
        singles.expire(key);
    }

    @Override
    public boolean inSight(EventKey key) {
        return singles.inSight(key);
    }

    @Override
    public void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes) {
        boolean bundled = bundled(attempt.id().key()).stream().map(placed -> placed.line().attempt())
                .anyMatch(line -> line.id().equals(attempt.id())
                        && line.copies().stream().anyMatch(copy -> copy.bucket() == bucket));
        if (!bundled) {
            singles.keep(attempt, bucket, outcomes);
        }
    }

    /// One that was kept in a bundle's place counts by when it was kept.
    private record Kept(AttemptId id, long storedMicros) {}

    @Override
    public @Nullable AttemptId kept(EventKey key, Bucket bucket) {
        AttemptId single = singles.kept(key, bucket);
        Kept bundled = bundled(key).stream().map(placed -> placed.line().attempt())
                .flatMap(line -> line.copies().stream().filter(copy -> copy.bucket() == bucket)
                        .map(copy -> new Kept(line.id(), copy.storedMicros())))
                .max(Comparator.comparingLong(Kept::storedMicros)).orElse(null);
        if (single == null || bundled == null) {
            return bundled == null ? single : bundled.id();
        }
        return bundled.storedMicros() > lastStored(key, bucket) ? bundled.id() : single;
    }

    private long lastStored(EventKey key, Bucket bucket) {
        long last = 0;
        try (Cursor<ListedAttempt> copies = singles.list(bucket, key.text())) {
            for (ListedAttempt copy = copies.next(); copy != null; copy = copies.next()) {
                last = copy.key().equals(key) ? Math.max(last, copy.storedMicros()) : last;
            }
        }
        return last;
    }

    @Override
    public Cursor<ListedAttempt> list(Bucket bucket, String prefix) {
        Cursor<ListedAttempt> listing = singles.list(bucket, prefix);
        List<Manifest> bundles = bucket == Bucket.NEW ? List.of() : objects.manifests();
        return bundles.isEmpty()
                ? listing
                : new BundledListing(listing, new MergedIndex(objects, bundles, prefix), bucket, prefix);
    }

    @Override
    public @Nullable StoredAttempt read(ListedAttempt listed) {
        StoredAttempt single = singles.read(listed);
        if (single != null || listed.bucket() == Bucket.NEW) {
            return single;
        }
        Placed placed = bundled(listed);
        return placed == null ? null : placed.attempt(objects);
    }

    private @Nullable Placed bundled(ListedAttempt listed) {
        return bundled(listed.key()).stream()
                .filter(placed -> placed.line().attempt().copies().stream()
                        .anyMatch(copy -> copy.bucket() == listed.bucket()
                                && copy.version().equals(listed.version())))
                .findFirst().orElse(null);
    }

    @Override
    public @Nullable KeptAttempt readKept(ListedAttempt listed) {
        KeptAttempt single = singles.readKept(listed);
        Placed placed = single == null ? bundled(listed) : null;
        return placed == null ? single
                : new KeptAttempt(placed.attempt(objects), placed.line().attempt().recorded());
    }
}
