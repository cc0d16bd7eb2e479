package io.tidemark.aws;

import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableBundles;
import io.tidemark.testkit.aws.GlacierFake;
import io.tidemark.testkit.contract.BundledTables;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Buckets and tables of one test whose old events go into bundles. S3 keeps its own time: what is put counts as put when the test's clock says.
/// What is acknowledged S3 has, so a crash takes nothing.
public final class AwsBundled implements BundledTables {
    private final AwsEventwise parts = new AwsEventwise();
    private final Map<AttemptId, Long> arrivals = new HashMap<>();
    private final Set<EventKey> keys = new LinkedHashSet<>();
    private InstantSource clock = InstantSource.system();
    private @Nullable GlacierFake glacier;
    private @Nullable S3Bundles opened;

    /// Buckets, queue and tables.
    public AwsEventwise parts() {
        return parts;
    }

    /// What stands before S3.
    public GlacierFake glacier() {
        return Objects.requireNonNull(glacier, "nothing is open");
    }

    @Override
    public Bundles open(InstantSource clock) {
        this.clock = clock;
        if (glacier == null) {
            glacier = new GlacierFake(LocalServers.s3Endpoint(), clock);
        }
        opened = bundles();
        return opened;
    }

    /// The bundles, through a connection with listeners.
    public S3Bundles bundles(ExecutionInterceptor... listeners) {
        return parts.bundles(LocalServers.s3At(glacier().endpoint(), listeners), clock);
    }

    @Override
    public Bundles openAfterCrash(InstantSource clock) {
        return open(clock);
    }

    @Override
    public TableBundles tables() {
        return opened();
    }

    private S3Bundles opened() {
        return Objects.requireNonNull(opened, "nothing is open");
    }

    /// Accounts and index.
    public AccountBook book() {
        return new DynamoAccountBook(LocalServers.dynamoDb(), parts.tables(), null, clock);
    }

    /// The attempts, in single objects and in bundles.
    public AttemptStore attempts() {
        return new DatedAttempts(opened().readable(), arrivals);
    }

    @Override
    public List<Boolean> put(List<NewAttempt> attempts) {
        List<Boolean> isNew = new ArrayList<>();
        Judge judge = new Judge(book(), attempts());
        for (NewAttempt attempt : attempts) {
            AttemptId id = attempts().put(attempt.key(), attempt.body(), attempt.source());
            arrivals.put(id, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
            keys.add(attempt.key());
            judge.judge(id);
            KeyRecord.Judged judged = book().key(attempt.key()).judged(id.version());
            isNew.add(judged != null && judged.state() != null);
        }
        return isNew;
    }

    @Override
    public void settle() {
        settle(keys);
    }

    /// Lets some keys leave the bucket for new events, and their attempts be archived.
    public void settle(Collection<EventKey> some) {
        Archiver archiver = new Archiver(attempts(), book());
        for (EventKey key : some) {
            attempts().expire(key);
            archiver.archive(key);
            removeAll(parts.buckets().newEvents(), key.text());
        }
    }

    private static void removeAll(String bucket, String prefix) {
        S3Client s3 = LocalServers.s3();
        s3.listObjectVersions(list -> list.bucket(bucket).prefix(prefix)).versions()
                .forEach(version -> s3.deleteObject(
                        delete -> delete.bucket(bucket).key(version.key()).versionId(version.versionId())));
    }

    @Override
    public Bundles.Packed pack(LocalDate before) {
        return opened().pack(book(), before, _ -> {}, () -> false);
    }

    @Override
    public List<Read> attempts(EventKey key) {
        AttemptStore store = attempts();
        Map<AttemptId, StoredAttempt> found = new LinkedHashMap<>();
        store.versions(key).forEach(id -> found.put(id, Objects.requireNonNull(store.read(id))));
        for (Bucket bucket : List.of(Bucket.ARCHIVE, Bucket.REJECTED)) {
            try (Cursor<ListedAttempt> copies = store.list(bucket, key.text())) {
                for (ListedAttempt copy = copies.next(); copy != null; copy = copies.next()) {
                    StoredAttempt attempt = Objects.requireNonNull(store.read(copy));
                    found.put(attempt.id(), attempt);
                }
            }
        }
        return found.values().stream().sorted(Comparator.comparingLong(StoredAttempt::arrivalMicros))
                .map(attempt -> new Read(attempt.arrivalMicros(), attempt.source(), attempt.body())).toList();
    }

    /// The key of the object with a bundle's lines.
    public String dataOf(String bundle) {
        return LocalServers.s3()
                .listObjectsV2(list -> list.bucket(parts.buckets().archive())
                        .prefix("bundles/dt=" + bundle.substring(0, 10) + "/" + bundle + "-"))
                .contents().getFirst().key();
    }

    @Override
    public void damageBundle(String bundle) {
        String key = dataOf(bundle);
        byte[] bytes = LocalServers.s3().getObjectAsBytes(get -> get.bucket(parts.buckets().archive()).key(key))
                .asByteArray();
        bytes[bytes.length / 2] ^= 1;
        LocalServers.s3().putObject(put -> put.bucket(parts.buckets().archive()).key(key),
                RequestBody.fromBytes(bytes));
    }

    @Override
    public void loseBundle(String bundle) {
        removeAll(parts.buckets().archive(), dataOf(bundle));
    }

    @Override
    public void closeStores() {
        opened = null;
    }

    @Override
    public void close() {
        if (glacier != null) {
            glacier.close();
        }
        parts.close();
    }
}
