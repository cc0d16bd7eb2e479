package io.tidemark.aws;

import io.tidemark.aws.athena.AthenaNames;
import io.tidemark.aws.athena.AwsInventories;
import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bucket.S3Connections;
import io.tidemark.aws.bucket.S3Receipts;
import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.aws.function.Services;
import io.tidemark.aws.function.Settings;
import io.tidemark.aws.function.Worker;
import io.tidemark.aws.queue.SqsTransactionQueue;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.aws.table.DynamoBackups;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.aws.table.DynamoGenerations;
import io.tidemark.aws.table.TableRows;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.TableBundles;
import io.tidemark.core.port.TableStores;
import io.tidemark.core.port.TransactionQueue;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The stores of one installation on AWS, as a program of one's own speaks to them: the buckets, tables and queues that settings name.
/// Safe for use by many threads.
///
/// Region, credentials and endpoints are those of the SDK's standard settings; where the settings have them (`AWS_REGION`, `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_S3` and the like) those are taken.
public final class AwsStores implements AutoCloseable {
    private final Settings settings;
    private final InstantSource clock;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final S3Client s3;
    private final DynamoDbClient dynamoDb;
    private final SqsClient sqs;
    private Worker.@Nullable Queues queues;
    private @Nullable AthenaClient athena;
    private @Nullable AwsInventories inventories;
    private @Nullable S3Bundles bundles;

    /// Opens an installation. Speaks to nobody yet.
    ///
    /// @param settings names the parts, see [Settings]
    /// @param clock    tells when something is committed
    /// @throws io.tidemark.core.port.StorageException of kind `FAILED` when there is no region to be found
    public AwsStores(Map<String, String> settings, InstantSource clock) {
        this.settings = new Settings(Map.copyOf(settings));
        this.clock = clock;
        try {
            S3ClientBuilder forS3 = S3Connections.through(http);
            if (endpoint("S3") != null) {
                // Only AWS has names for buckets in its domain.
                forS3.forcePathStyle(true);
            }
            s3 = reaching(forS3, "S3").build();
            dynamoDb = reaching(DynamoDbClient.builder().httpClient(http), "DYNAMODB").build();
            sqs = reaching(SqsClient.builder().httpClient(http), "SQS").build();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "reach AWS");
        }
    }

    private <B extends AwsClientBuilder<B, ?>> B reaching(B builder, String service) {
        String region = settings.optional("AWS_REGION");
        if (region != null) {
            builder.region(Region.of(region));
        }
        String endpoint = endpoint(service);
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        String id = settings.optional("AWS_ACCESS_KEY_ID");
        String secret = settings.optional("AWS_SECRET_ACCESS_KEY");
        if (id != null && secret != null) {
            String token = settings.optional("AWS_SESSION_TOKEN");
            AwsCredentials credentials = token == null ? AwsBasicCredentials.create(id, secret)
                    : AwsSessionCredentials.create(id, secret, token);
            builder.credentialsProvider(StaticCredentialsProvider.create(credentials));
        }
        return builder;
    }

    private @Nullable String endpoint(String service) {
        String own = settings.optional("AWS_ENDPOINT_URL_" + service);
        return own == null ? settings.optional("AWS_ENDPOINT_URL") : own;
    }

    /// Where it is, for people.
    public String place() {
        return settings.tables().accounts() + " on AWS";
    }

    /// The attempts, in single objects and in bundles.
    public AttemptStore attempts() {
        return openedBundles().readable();
    }

    private AttemptStore singles() {
        return new S3AttemptStore(s3, settings.buckets());
    }

    /// The bundles of old attempts.
    public TableBundles bundles() {
        return openedBundles();
    }

    /// One for all: it keeps what was read of indexes.
    private synchronized S3Bundles openedBundles() {
        S3Bundles found = bundles;
        if (found == null) {
            found = new S3Bundles(s3, settings.buckets(), singles(), clock);
            bundles = found;
        }
        return found;
    }

    /// The tables of the generation that is in force now.
    ///
    /// @throws io.tidemark.core.port.StorageException when the control item cannot be read
    public AccountBook book() {
        String generation = new DynamoControl(dynamoDb, settings.tables()).switches().generation();
        return new DynamoAccountBook(dynamoDb, settings.tables(), generation, clock);
    }

    /// The queue of what waits to be judged.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when there is no queue of that name
    public TransactionQueue queue() {
        return new SqsTransactionQueue(sqs, queues().transactions());
    }

    /// The pause switches.
    public Pauses pauses() {
        return new DynamoControl(dynamoDb, settings.tables()).pauses();
    }

    /// The control item.
    public ControlItem control() {
        return new DynamoControl(dynamoDb, settings.tables()).control();
    }

    /// The snapshots.
    public SnapshotStore snapshots() {
        return new S3SnapshotStore(s3, settings.snapshots());
    }

    /// The receipts, which are beside the snapshots.
    public Receipts receipts() {
        return new S3Receipts(s3, settings.snapshots());
    }

    /// What recovery works on.
    public TableStores tables() {
        return new TableStores(attempts(), bundles(), control(), pauses(),
                new DynamoGenerations(dynamoDb, settings.tables(), clock),
                new DynamoBackups(dynamoDb, settings.tables(), clock), snapshots(), receipts(),
                S3Receipts.exclusions(s3, settings.snapshots()));
    }

    /// Finds attempts by the lists of the buckets, with Athena.
    public Catalog catalog() {
        return inventories().catalog();
    }

    /// Answers questions with Athena, over the lists of the buckets and the index as it was last written down.
    public Queries queries() {
        return inventories().queries();
    }

    /// Made when they are asked for: most of what is done here has nothing to do with Athena.
    private synchronized AwsInventories inventories() {
        AwsInventories found = inventories;
        if (found == null) {
            AthenaClient client = reaching(AthenaClient.builder().httpClient(http), "ATHENA").build();
            athena = client;
            found = new AwsInventories(s3, client, settings.buckets(), settings.tables().objects(),
                    AthenaNames.of(settings), openedBundles(), wait -> LockSupport.parkNanos(wait.toNanos()));
            inventories = found;
        }
        return found;
    }

    /// Lists buckets as they are now, and writes the index down for questions.
    ///
    /// @param request  which buckets
    /// @param created  when that is begun
    /// @param progress hears of the rows
    public List<InventoryReport> writeInventory(InventoryRequest request, Instant created, Progress progress) {
        String generation = new DynamoControl(dynamoDb, settings.tables()).switches().generation();
        TableRows rows = new TableRows(dynamoDb, settings.tables().of(generation),
                new DynamoAccountBook(dynamoDb, settings.tables(), generation, clock));
        return inventories().write(request.buckets(), request.rowsPerFile(), singles(), rows, created, progress);
    }

    /// Does the functions' work here.
    ///
    /// @param out  takes the lines that the functions would log
    /// @param told hears what comes of it
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when there are no queues of those names
    public Worker worker(Consumer<String> out, Worker.Told told) {
        Worker.Queues found = queues();
        Map<String, String> variables = new HashMap<>(settings.variables());
        variables.put("CREATED_QUEUE_URL", found.created());
        variables.put("TRANSACTIONS_QUEUE_URL", found.transactions());
        String wait = settings.optional("QUEUE_WAIT_SECONDS");
        return new Worker(new Services(new Settings(Map.copyOf(variables)), s3, dynamoDb, sqs, clock), found,
                wait == null ? 1 : Integer.parseInt(wait), out, told);
    }

    private synchronized Worker.Queues queues() {
        Worker.Queues found = queues;
        if (found == null) {
            found = new Worker.Queues(queue("CREATED_QUEUE_URL", "-created"),
                    queue("TRANSACTIONS_QUEUE_URL", "-transactions.fifo"), queue("EXPIRED_QUEUE_URL", "-expired"));
            queues = found;
        }
        return found;
    }

    private String queue(String variable, String suffix) {
        String given = settings.optional(variable);
        if (given != null) {
            return given;
        }
        String name = settings.prefix() + suffix;
        try {
            return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "find the queue " + name);
        }
    }

    /// Lets go of all connections. May be called twice.
    @Override
    public synchronized void close() {
        if (athena != null) {
            athena.close();
        }
        s3.close();
        dynamoDb.close();
        sqs.close();
        http.close();
    }
}
