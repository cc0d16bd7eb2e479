package io.tidemark.testkit.servers;

import io.tidemark.testkit.aws.ObjectSource;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/// Servers that speak AWS's protocols in this process, started once and used by all tests, each of which has buckets, tables and
/// queues of its own.
public final class AwsServers {
    /// What the servers take for credentials.
    public static final String KEY_ID = "local";
    /// The key of [#KEY_ID].
    public static final String SECRET = "secret";
    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider
            .create(AwsBasicCredentials.create(KEY_ID, SECRET));
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private AwsServers() {}

    private static final class S3 {
        private static final URI ENDPOINT = start();
        private static final S3Client CLIENT = s3(UrlConnectionHttpClient.create());

        private static URI start() {
            try {
                S3Proxy proxy = S3Proxy.builder().blobStore(BlobStores.create("transient-nio2", new Properties()))
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET).ignoreUnknownHeaders(true)
                        .build();
                proxy.start();
                return URI.create("http://127.0.0.1:" + proxy.getPort());
            } catch (Exception e) {
                throw new AssertionError("s3proxy does not start", e);
            }
        }
    }

    private static final class DynamoDb {
        private static final URI ENDPOINT = start();
        private static final DynamoDbClient CLIENT = dynamoDb(UrlConnectionHttpClient.create());

        private static URI start() {
            // Its native library is one of the dependencies, and so has a place of its own on the class path.
            for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (place.contains("libsqlite4java-linux-amd64")) {
                    System.setProperty("sqlite4java.library.path", new File(place).getParent());
                }
            }
            // It takes no port of the system's choice, so one is looked for; somebody else may take that first.
            AssertionError failure = new AssertionError("DynamoDB Local does not start");
            for (int attempt = 0; attempt < 5; attempt++) {
                try {
                    String port = Integer.toString(freePort());
                    ServerRunner.createServerFromCommandLineArgs(
                            new String[] {"-inMemory", "-port", port, "-disableTelemetry"}).start();
                    return URI.create("http://127.0.0.1:" + port);
                } catch (Exception e) {
                    failure.addSuppressed(e);
                }
            }
            throw failure;
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    private static final class Sqs {
        private static final URI ENDPOINT = start();
        private static final SqsClient CLIENT = sqs(UrlConnectionHttpClient.create());

        private static URI start() {
            int port = SQSRestServerBuilder.withDynamicPort().withInterface("127.0.0.1").start().waitUntilStarted()
                    .localAddress().getPort();
            return URI.create("http://127.0.0.1:" + port);
        }
    }

    /// Speaks to S3.
    public static S3Client s3() {
        return S3.CLIENT;
    }

    /// Speaks to DynamoDB.
    public static DynamoDbClient dynamoDb() {
        return DynamoDb.CLIENT;
    }

    /// Speaks to SQS.
    public static SqsClient sqs() {
        return Sqs.CLIENT;
    }

    /// Speaks to S3 through that client.
    public static S3Client s3(SdkHttpClient http) {
        return S3Client.builder().httpClient(http)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED).endpointOverride(S3.ENDPOINT)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS).forcePathStyle(true).build();
    }

    /// Speaks to DynamoDB through that client, and tries again at once where the SDK would wait.
    public static DynamoDbClient dynamoDb(SdkHttpClient http) {
        return DynamoDbClient.builder().overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy
                .standardRetryStrategy().toBuilder().backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately()).build()))
                .endpointOverride(DynamoDb.ENDPOINT).region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS).httpClient(http).build();
    }

    /// Speaks to SQS through that client.
    public static SqsClient sqs(SdkHttpClient http) {
        return SqsClient.builder().endpointOverride(Sqs.ENDPOINT).region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS).httpClient(http).build();
    }

    /// A new versioned bucket.
    public static String newBucket() {
        String name = "bucket-" + NUMBERS.incrementAndGet();
        s3().createBucket(create -> create.bucket(name));
        s3().putBucketVersioning(put -> put.bucket(name).versioningConfiguration(state -> state.status("Enabled")));
        return name;
    }

    /// Where S3 is spoken.
    public static URI s3Endpoint() {
        return S3.ENDPOINT;
    }

    /// Where DynamoDB is spoken.
    public static URI dynamoDbEndpoint() {
        return DynamoDb.ENDPOINT;
    }

    /// Where SQS is spoken.
    public static URI sqsEndpoint() {
        return Sqs.ENDPOINT;
    }

    /// What S3 holds.
    public static ObjectSource objects() {
        return new ObjectSource() {
            @Override
            public List<String> keys(String bucket, String prefix) {
                return s3().listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                        .map(S3Object::key).sorted().toList();
            }

            @Override
            public byte @Nullable [] bytes(String bucket, String key) {
                try {
                    return s3().getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
                } catch (NoSuchKeyException e) {
                    return null;
                }
            }
        };
    }

    /// Two tables.
    ///
    /// @param accounts the table of accounts
    /// @param objects  the index
    public record Tables(String accounts, String objects) {}

    /// New tables, as the templates make them.
    public static Tables newTables() {
        int number = NUMBERS.incrementAndGet();
        Tables names = new Tables("accounts-" + number, "objects-" + number);
        table(names.accounts(), index("EventKeyIdx", "EventKey", "SK", ProjectionType.KEYS_ONLY),
                index("AccountSequenceIdx", "EntryAccount", "Sequence", ProjectionType.ALL));
        table(names.objects(), index("AccountNumberIdx", "AccountNumber", "SK", ProjectionType.KEYS_ONLY),
                index("ArrivalIdx", "ArrivalShard", "ArrivedAt", ProjectionType.KEYS_ONLY));
        return names;
    }

    private static GlobalSecondaryIndex index(String name, String hash, String range, ProjectionType projection) {
        return GlobalSecondaryIndex.builder().indexName(name).keySchema(keys(hash, range))
                .projection(projected -> projected.projectionType(projection)).build();
    }

    private static KeySchemaElement[] keys(String hash, String range) {
        return new KeySchemaElement[] {
                KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
                KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build()};
    }

    private static void table(String name, GlobalSecondaryIndex... indexes) {
        Map<String, AttributeDefinition> attributes = new TreeMap<>();
        for (KeySchemaElement key : keys("PK", "SK")) {
            define(key.attributeName(), attributes);
        }
        for (GlobalSecondaryIndex index : indexes) {
            index.keySchema().forEach(key -> define(key.attributeName(), attributes));
        }
        dynamoDb().createTable(create -> create.tableName(name).keySchema(keys("PK", "SK"))
                .attributeDefinitions(attributes.values()).globalSecondaryIndexes(indexes)
                .billingMode("PAY_PER_REQUEST"));
    }

    private static void define(String name, Map<String, AttributeDefinition> attributes) {
        ScalarAttributeType type = name.equals("Sequence") ? ScalarAttributeType.N : ScalarAttributeType.S;
        attributes.put(name, AttributeDefinition.builder().attributeName(name).attributeType(type).build());
    }

    /// The address of a new queue.
    ///
    /// @param fifo whether it keeps groups in order
    public static String newQueue(boolean fifo) {
        String name = "queue-" + NUMBERS.incrementAndGet() + (fifo ? ".fifo" : "");
        Map<String, String> attributes = fifo ? Map.of("FifoQueue", "true", "ContentBasedDeduplication", "false",
                "DeduplicationScope", "messageGroup", "FifoThroughputLimit", "perMessageGroupId") : Map.of();
        return sqs().createQueue(create -> create.queueName(name).attributesWithStrings(attributes)).queueUrl();
    }
}
