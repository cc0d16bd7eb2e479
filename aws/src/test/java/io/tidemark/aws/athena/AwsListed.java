package io.tidemark.aws.athena;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.aws.table.TableRows;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.testkit.aws.AthenaFake;
import io.tidemark.testkit.aws.GlacierFake;
import io.tidemark.testkit.contract.ListedInstallation;
import io.tidemark.testkit.servers.AwsServers;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Buckets, tables and a database of one test, whose buckets are listed. Files and pages of answers are small, so that there are several.
final class AwsListed implements ListedInstallation {
    private static final String WORK_GROUP = "questions";
    private static final int ROWS_PER_FILE = 2;
    private static final int ROWS_PER_PAGE = 2;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final AwsEventwise installation = new AwsEventwise();
    private final TestTimes times = new TestTimes();
    private final S3Client s3 = LocalServers.s3(UrlConnectionHttpClient.create(), times);
    private final AthenaNames names = new AthenaNames(WORK_GROUP, "database_" + NUMBERS.incrementAndGet(),
            LocalServers.newBucket(), Map.of(Bucket.NEW, LocalServers.newBucket(), Bucket.ARCHIVE,
                    LocalServers.newBucket(), Bucket.REJECTED, LocalServers.newBucket()));
    private final InstantSource clock;
    private final GlacierFake glacier;
    private final AthenaFake athena;
    private final AthenaClient client;
    private final S3Bundles bundles;
    private final AttemptStore attempts;
    private final AccountBook book;
    private final AwsInventories inventories;
    private final List<AttemptId> unjudged = new ArrayList<>();
    private final Set<EventKey> judged = new LinkedHashSet<>();

    AwsListed(InstantSource clock) {
        this.clock = clock;
        glacier = new GlacierFake(LocalServers.s3Endpoint(), clock);
        athena = new AthenaFake(glacier.objects(AwsServers.objects()), WORK_GROUP, ROWS_PER_PAGE);
        client = AthenaClient.builder().endpointOverride(athena.endpoint()).region(Region.EU_CENTRAL_1)
                .httpClient(UrlConnectionHttpClient.create()).credentialsProvider(StaticCredentialsProvider
                        .create(AwsBasicCredentials.create(AwsServers.KEY_ID, AwsServers.SECRET)))
                .build();
        bundles = installation.bundles(LocalServers.s3At(glacier.endpoint(), times), clock);
        attempts = new S3AttemptStore(s3, installation.buckets());
        book = new DynamoAccountBook(LocalServers.dynamoDb(), installation.tables(), null, clock);
        inventories = opened();
    }

    /// The lists again, as another process opens them.
    AwsInventories opened() {
        return new AwsInventories(s3, client, installation.buckets(), installation.tables().objects(), names,
                bundles, _ -> {});
    }

    AthenaFake athena() {
        return athena;
    }

    AthenaClient client() {
        return client;
    }

    AthenaNames names() {
        return names;
    }

    AwsEventwise installation() {
        return installation;
    }

    AttemptStore attempts() {
        return attempts;
    }

    AccountBook book() {
        return book;
    }

    @Override
    public void put(List<NewAttempt> all) {
        for (NewAttempt attempt : all) {
            AttemptId id = attempts.put(attempt.key(), attempt.body(), attempt.source());
            times.put(installation.buckets().newEvents(), id.key().text(), id.version(), clock.instant());
            unjudged.add(id);
        }
    }

    @Override
    public void process() {
        Router router = new Router(attempts, book, installation.open(clock).queue());
        Judge judge = new Judge(book, attempts);
        for (AttemptId id : unjudged) {
            if (!router.route(id, null).waits()) {
                judge.judge(id);
            }
            judged.add(id.key());
        }
        unjudged.clear();
        Set.of(Bucket.ARCHIVE, Bucket.REJECTED).forEach(this::leave);
    }

    /// What that bucket has a copy of leaves the bucket of new events, as a rule does with its versions after two weeks.
    private void leave(Bucket bucket) {
        try (Cursor<ListedAttempt> copies = attempts.list(bucket, "")) {
            for (ListedAttempt copy = copies.next(); copy != null; copy = copies.next()) {
                StoredAttempt of = attempts.read(copy);
                if (of != null) {
                    s3.deleteObject(delete -> delete.bucket(installation.buckets().newEvents())
                            .key(of.id().key().text()).versionId(of.id().version()));
                }
            }
        }
    }

    /// An attempt expires and is archived.
    void archive(AttemptId id) {
        StoredAttempt stored = attempts.read(id);
        if (stored == null) {
            throw new AssertionError("there is no " + id);
        }
        attempts.expire(id.key());
        attempts.keep(stored, Bucket.ARCHIVE);
        book.kept(id, Bucket.ARCHIVE);
        leave(Bucket.ARCHIVE);
    }

    @Override
    public S3Bundles bundle(LocalDate before) {
        for (EventKey key : judged) {
            attempts.expire(key);
            new Archiver(attempts, book).archive(key);
            s3.listObjectVersions(list -> list.bucket(installation.buckets().newEvents()).prefix(key.text())).versions()
                    .forEach(version -> s3.deleteObject(delete -> delete.bucket(installation.buckets().newEvents())
                            .key(version.key()).versionId(version.versionId())));
        }
        bundles.pack(book, before, _ -> {}, () -> false);
        return bundles;
    }

    @Override
    public void list() {
        inventories.write(Set.of(Bucket.values()), ROWS_PER_FILE, attempts,
                new TableRows(LocalServers.dynamoDb(), installation.tables(), book), clock.instant(), Progress.NONE);
    }

    @Override
    public Catalog catalog() {
        return inventories.catalog();
    }

    @Override
    public Queries queries() {
        return inventories.queries();
    }

    @Override
    public void close() {
        client.close();
        athena.close();
        glacier.close();
        installation.close();
    }
}
