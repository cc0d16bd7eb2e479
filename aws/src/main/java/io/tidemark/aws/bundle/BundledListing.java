package io.tidemark.aws.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Walks over the copies in a bucket, those that single objects hold and those that bundles stand for, as if all were single objects. A copy that
/// is both is told of once.
final class BundledListing implements Cursor<ListedAttempt> {
    private final Cursor<ListedAttempt> singles;
    private final MergedIndex index;
    private final Bucket bucket;
    private final String prefix;
    private final Deque<ListedAttempt> ready = new ArrayDeque<>();
    private @Nullable ListedAttempt ahead;

    BundledListing(Cursor<ListedAttempt> singles, MergedIndex index, Bucket bucket, String prefix) {
        this.singles = singles;
        this.index = index;
        this.bucket = bucket;
        this.prefix = prefix;
        ahead = singles.next();
    }

    @Override
    public @Nullable ListedAttempt next() {
        while (ready.isEmpty()) {
            EventKey key = nextKey();
            if (key == null) {
                return null;
            }
            Map<String, ListedAttempt> copies = new LinkedHashMap<>();
            for (ListedAttempt one = ahead; one != null && one.key().equals(key); one = ahead) {
                copies.put(one.version(), one);
                ahead = singles.next();
            }
            for (Placed placed : index.of(key)) {
                placed.line().attempt().copies().stream().filter(copy -> copy.bucket() == bucket)
                        .forEach(copy -> copies.putIfAbsent(copy.version(), copy));
            }
            copies.values().stream().sorted(Comparator.comparingLong(ListedAttempt::storedMicros))
                    .forEach(ready::add);
        }
        return ready.poll();
    }

    private @Nullable EventKey nextKey() {
        EventKey bundled = index.nextKey();
        if (bundled != null && !bundled.text().startsWith(prefix)) {
            bundled = null;
        }
        ListedAttempt single = ahead;
        if (single == null || bundled == null) {
            return single == null ? bundled : single.key();
        }
        return single.key().compareTo(bundled) <= 0 ? single.key() : bundled;
    }

    @Override
    public void close() {
        singles.close();
        index.close();
        ready.clear();
    }
}
