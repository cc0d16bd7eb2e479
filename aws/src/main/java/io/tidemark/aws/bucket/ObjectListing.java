package io.tidemark.aws.bucket;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// Walks over the versions in a bucket, a page of the listing at a time. S3 tells the versions of a key from the newest on: those of one
/// key are turned round. What has no event key is passed over.
final class ObjectListing implements Cursor<ListedAttempt> {
    private final Bucket bucket;
    private final String name;
    private final Iterable<ObjectVersion> all;
    private @Nullable Iterator<ObjectVersion> versions;
    private final ArrayDeque<ListedAttempt> ready = new ArrayDeque<>();
    private @Nullable ObjectVersion ahead;

    ObjectListing(S3Client client, Bucket bucket, String name, String prefix) {
        this.bucket = bucket;
        this.name = name;
        all = client.listObjectVersionsPaginator(list -> list.bucket(name).prefix(prefix)).versions();
    }

    @Override
    public @Nullable ListedAttempt next() {
        while (ready.isEmpty()) {
            List<ObjectVersion> ofOneKey = ofOneKey();
            if (ofOneKey.isEmpty()) {
                return null;
            }
            EventKey key = EventKey.parse(ofOneKey.getFirst().key());
            if (key != null) {
                ofOneKey.reversed().forEach(version -> ready.add(new ListedAttempt(bucket, key, version.versionId(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, version.lastModified()), version.size())));
            }
        }
        return ready.poll();
    }

    /// All versions of the key that comes next; empty at the end.
    private List<ObjectVersion> ofOneKey() {
        List<ObjectVersion> found = new ArrayList<>();
        ObjectVersion first = ahead == null ? nextVersion() : ahead;
        ahead = null;
        if (first != null) {
            found.add(first);
            for (ahead = nextVersion(); ahead != null && ahead.key().equals(first.key()); ahead = nextVersion()) {
                found.add(ahead);
            }
        }
        return found;
    }

    private @Nullable ObjectVersion nextVersion() {
        try {
            Iterator<ObjectVersion> each = versions;
            if (each == null) {
                each = all.iterator();
                versions = each;
            }
            return each.hasNext() ? each.next() : null;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the versions in " + name);
        }
    }

    @Override
    public void close() {
        // A page is held by nobody but this.
    }
}
