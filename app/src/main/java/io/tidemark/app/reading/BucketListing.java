package io.tidemark.app.reading;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is in buckets that list by key: bucket after bucket, in bytewise order of the keys. Sources are not told of, since they are not
/// part of a listing. Not thread-safe.
public final class BucketListing implements Cursor<Listing.Item> {
    private final AttemptStore attempts;
    private final Listing.Filter filter;
    private final ArrayDeque<Bucket> buckets;
    private @Nullable Cursor<ListedAttempt> listing;
    private @Nullable EventKey key;
    private int version;
    private long left;

    /// What a filter lets through.
    public BucketListing(AttemptStore attempts, Listing.Filter filter) {
        this.attempts = attempts;
        this.filter = filter;
        Bucket only = filter.bucket();
        buckets = new ArrayDeque<>(only == null ? List.of(Bucket.values()) : List.of(only));
        left = filter.limit();
    }

    @Override
    public Listing.@Nullable Item next() {
        while (left > 0) {
            Cursor<ListedAttempt> current = listing;
            if (current == null) {
                Bucket bucket = buckets.poll();
                if (bucket == null) {
                    return null;
                }
                listing = attempts.list(bucket, filter.prefix());
                continue;
            }
            ListedAttempt one = current.next();
            if (one != null) {
                left--;
                return item(one);
            }
            close();
        }
        return null;
    }

    private Listing.Item item(ListedAttempt one) {
        version = one.key().equals(key) ? version + 1 : 1;
        key = one.key();
        return new Listing.Item(one.key(), version, one.bucket(), 0, one.storedMicros(), (int) one.length(), null);
    }

    @Override
    public void close() {
        if (listing != null) {
            listing.close();
            listing = null;
            key = null;
        }
    }
}
