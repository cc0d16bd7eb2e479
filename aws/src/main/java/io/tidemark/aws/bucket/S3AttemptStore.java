package io.tidemark.aws.bucket;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Attempts as versions of objects. A copy in the archive or among the rejected bears in its metadata which version it is of, when
/// that arrived and from where, and what was recorded of it. Safe for use by many threads.
public final class S3AttemptStore implements AttemptStore {
    private static final String SOURCE = "source";
    private static final String ARRIVED = "arrived-micros";
    private static final String VERSION = "attempt-version";
    private static final String OUTCOMES = "outcomes";
    /// What S3 takes of metadata; a put with more is refused.
    private static final int METADATA_BYTES = 2048;
    private static final Set<String> NOT_THERE = Set.of("NoSuchKey", "NoSuchVersion", "InvalidArgument", "NotFound");
    private static final int NOT_FOUND = 404;
    /// What a put is answered whose condition does not hold: the copy is gone, another is being put, another is there.
    private static final Set<String> NOT_AS_EXPECTED = Set.of("NoSuchKey", "ConditionalRequestConflict",
            "PreconditionFailed");

    private final S3Client client;
    private final BucketNames buckets;

    /// The attempts in those buckets.
    public S3AttemptStore(S3Client client, BucketNames buckets) {
        this.client = client;
        this.buckets = buckets;
    }

    @Override
    public AttemptId put(EventKey key, Body body, @Nullable String source) {
        Map<String, String> metadata = source == null ? Map.of() : Map.of(SOURCE, encoded(source));
        try {
            String version = client.putObject(put -> put.bucket(buckets.newEvents()).key(key.text())
                    .metadata(metadata).checksumSHA256(checksum(body)), RequestBody.fromBytes(body.toBytes()))
                    .versionId();
            return new AttemptId(key, version);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "put " + key + " into " + buckets.newEvents());
        }
    }

    /// What S3 holds the bytes to when they arrive.
    private static String checksum(Body body) {
        return Base64.getEncoder().encodeToString(body.digest(Sha256.newMessageDigest()).toBytes());
    }

    /// Metadata travels in headers, which take ASCII alone.
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static @Nullable String source(Map<String, String> metadata) {
        String encoded = metadata.get(SOURCE);
        return encoded == null ? null : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable StoredAttempt read(AttemptId id) {
        ResponseBytes<GetObjectResponse> there = get(buckets.newEvents(), id.key(), id.version());
        if (there != null) {
            long arrival = ChronoUnit.MICROS.between(Instant.EPOCH, there.response().lastModified());
            return attempt(id, arrival, there);
        }
        for (Bucket bucket : List.of(Bucket.ARCHIVE, Bucket.REJECTED)) {
            StoredAttempt copy = copy(id, get(buckets.of(bucket), id.key(), null));
            if (copy != null) {
                return copy;
            }
        }
        // Of several rejected attempts under a key, the earlier ones are no longer in sight.
        for (ObjectVersion version : versions(buckets.rejected(), id.key())) {
            StoredAttempt copy = copy(id, get(buckets.rejected(), id.key(), version.versionId()));
            if (copy != null) {
                return copy;
            }
        }
        return null;
    }

    private static @Nullable StoredAttempt copy(AttemptId id, @Nullable ResponseBytes<GetObjectResponse> object) {
        if (object == null) {
            return null;
        }
        Map<String, String> metadata = object.response().metadata();
        String arrived = metadata.get(ARRIVED);
        return isOf(id, metadata) && arrived != null
                ? attempt(id, Long.parseLong(arrived), object)
                : null;
    }

    private static StoredAttempt attempt(AttemptId id, long arrivalMicros, ResponseBytes<GetObjectResponse> object) {
        return new StoredAttempt(id, arrivalMicros, source(object.response().metadata()),
                Body.of(object.asByteArrayUnsafe()));
    }

    private @Nullable ResponseBytes<GetObjectResponse> get(String bucket, EventKey key, @Nullable String version) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(key.text()).versionId(version));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND || NOT_THERE.contains(AwsFailures.codeOf(e))) {
                return null;
            }
            throw AwsFailures.of(e, "read " + key + " from " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + key + " from " + bucket);
        }
    }

    private @Nullable HeadObjectResponse head(String bucket, EventKey key, @Nullable String version) {
        try {
            return client.headObject(head -> head.bucket(bucket).key(key.text()).versionId(version));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "look for " + key + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "look for " + key + " in " + bucket);
        }
    }

    @Override
    public List<AttemptId> versions(EventKey key) {
        return versions(buckets.newEvents(), key).stream().map(version -> new AttemptId(key, version.versionId()))
                .toList().reversed();
    }

    /// The versions of an object, the newest first.
    private List<ObjectVersion> versions(String bucket, EventKey key) {
        List<ObjectVersion> versions = new ArrayList<>();
        try {
            client.listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(key.text())).versions().stream()
                    .filter(version -> version.key().equals(key.text())).forEach(versions::add);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the versions of " + key + " in " + bucket);
        }
        return versions;
    }

    @Override
    public void expire(EventKey key) {
        if (inSight(key)) {
            try {
                client.deleteObject(delete -> delete.bucket(buckets.newEvents()).key(key.text()));
            } catch (SdkException e) {
                throw AwsFailures.of(e, "expire " + key + " in " + buckets.newEvents());
            }
        }
    }

    @Override
    public boolean inSight(EventKey key) {
        return head(buckets.newEvents(), key, null) != null;
    }

    @Override
    public void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes) {
        AttemptId id = attempt.id();
        Map<String, String> metadata = new HashMap<>();
        metadata.put(VERSION, id.version());
        metadata.put(ARRIVED, Long.toString(attempt.arrivalMicros()));
        String source = attempt.source();
        if (source != null) {
            metadata.put(SOURCE, encoded(source));
        }
        String told = OutcomeText.of(outcomes);
        if (!told.isEmpty() && sizeOf(metadata) + OUTCOMES.length() + told.length() <= METADATA_BYTES) {
            metadata.put(OUTCOMES, told);
        }
        // Most often none is there: what is there is looked at only when the put says so.
        String expected = null;
        while (!putCopy(attempt, bucket, metadata, expected)) {
            HeadObjectResponse there = head(buckets.of(bucket), id.key(), null);
            // Another attempt's copy may lie over this one's.
            if (there != null && (isOf(id, there.metadata()) || keptEarlier(id, bucket))) {
                return;
            }
            expected = there == null ? null : there.eTag();
        }
    }

    /// As S3 counts it. All of it is ASCII.
    private static int sizeOf(Map<String, String> metadata) {
        return metadata.entrySet().stream().mapToInt(each -> each.getKey().length() + each.getValue().length()).sum();
    }

    private static boolean isOf(AttemptId id, Map<String, String> metadata) {
        return id.version().equals(metadata.get(VERSION));
    }

    private boolean keptEarlier(AttemptId id, Bucket bucket) {
        for (ObjectVersion version : versions(buckets.of(bucket), id.key())) {
            HeadObjectResponse copy = head(buckets.of(bucket), id.key(), version.versionId());
            if (copy != null && isOf(id, copy.metadata())) {
                return true;
            }
        }
        return false;
    }

    /// Puts a copy on condition that what is there is as expected.
    ///
    /// @param expected the tag of the copy that is there, or null for none
    /// @return false when it is not: another was quicker, or this very put was carried out and timed out
    private boolean putCopy(StoredAttempt attempt, Bucket bucket, Map<String, String> metadata,
            @Nullable String expected) {
        AttemptId id = attempt.id();
        try {
            client.putObject(put -> put.bucket(buckets.of(bucket)).key(id.key().text()).metadata(metadata)
                    .checksumSHA256(checksum(attempt.body())).ifNoneMatch(expected == null ? "*" : null)
                    .ifMatch(expected), RequestBody.fromBytes(attempt.body().toBytes()));
            return true;
        } catch (S3Exception e) {
            if (NOT_AS_EXPECTED.contains(AwsFailures.codeOf(e))) {
                return false;
            }
            throw AwsFailures.of(e, "keep " + id + " in " + buckets.of(bucket));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "keep " + id + " in " + buckets.of(bucket));
        }
    }

    @Override
    public @Nullable AttemptId kept(EventKey key, Bucket bucket) {
        HeadObjectResponse there = head(buckets.of(bucket), key, null);
        String version = there == null ? null : there.metadata().get(VERSION);
        return version == null ? null : new AttemptId(key, version);
    }

    @Override
    public Cursor<ListedAttempt> list(Bucket bucket, String prefix) {
        return new ObjectListing(client, bucket, buckets.of(bucket), prefix);
    }

    @Override
    public @Nullable StoredAttempt read(ListedAttempt listed) {
        if (listed.bucket() == Bucket.NEW) {
            return read(new AttemptId(listed.key(), listed.version()));
        }
        KeptAttempt kept = readKept(listed);
        return kept == null ? null : kept.attempt();
    }

    @Override
    public @Nullable KeptAttempt readKept(ListedAttempt listed) {
        ResponseBytes<GetObjectResponse> object = get(buckets.of(listed.bucket()), listed.key(), listed.version());
        if (object == null) {
            return null;
        }
        Map<String, String> metadata = object.response().metadata();
        String version = metadata.get(VERSION);
        StoredAttempt attempt = version == null ? null : copy(new AttemptId(listed.key(), version), object);
        return attempt == null ? null
                : new KeptAttempt(attempt, OutcomeText.read(metadata.get(OUTCOMES),
                        attempt.body().digest(Sha256.newMessageDigest())));
    }
}
