package io.tidemark.aws;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.bucket.S3Connections;
import io.tidemark.aws.table.TableNames;
import io.tidemark.testkit.servers.AwsServers;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Servers that speak AWS's protocols in this process, started once and used by all tests, each of which has buckets, tables and
/// queues of its own.
public final class LocalServers {
    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider
            .create(AwsBasicCredentials.create(AwsServers.KEY_ID, AwsServers.SECRET));

    private LocalServers() {}

    private static final class S3 {
        private static final URI ENDPOINT = AwsServers.s3Endpoint();
        private static final S3Client CLIENT = s3(UrlConnectionHttpClient.create());
    }

    private static final class DynamoDb {
        private static final URI ENDPOINT = AwsServers.dynamoDbEndpoint();
        private static final DynamoDbClient CLIENT = dynamoDb(UrlConnectionHttpClient.create());
    }

    private static final class Sqs {
        private static final URI ENDPOINT = AwsServers.sqsEndpoint();
        private static final SqsClient CLIENT = sqs(UrlConnectionHttpClient.create());
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

    /// Speaks to S3 through that client, and tries again at once where the SDK would wait.
    public static S3Client s3(SdkHttpClient http, ExecutionInterceptor... listeners) {
        return S3Connections.through(http).overrideConfiguration(settings -> atOnce(settings, listeners))
                .endpointOverride(S3.ENDPOINT).region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS).forcePathStyle(true).build();
    }

    /// Speaks to DynamoDB through that client, and tries again at once where the SDK would wait.
    public static DynamoDbClient dynamoDb(SdkHttpClient http, ExecutionInterceptor... listeners) {
        return DynamoDbClient.builder().overrideConfiguration(settings -> atOnce(settings, listeners))
                .endpointOverride(DynamoDb.ENDPOINT).region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS).httpClient(http).build();
    }

    /// Speaks to what stands before S3 at that address.
    public static S3Client s3At(URI endpoint, ExecutionInterceptor... listeners) {
        return S3Connections.through(UrlConnectionHttpClient.create())
                .overrideConfiguration(settings -> atOnce(settings, listeners)).endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1).credentialsProvider(CREDENTIALS).forcePathStyle(true).build();
    }

    /// Where S3 is spoken to.
    public static URI s3Endpoint() {
        return S3.ENDPOINT;
    }

    /// Speaks to what stands before DynamoDB at that address.
    public static DynamoDbClient dynamoDbAt(URI endpoint, ExecutionInterceptor... listeners) {
        return DynamoDbClient.builder().overrideConfiguration(settings -> atOnce(settings, listeners))
                .endpointOverride(endpoint).region(Region.EU_CENTRAL_1).credentialsProvider(CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    /// Where DynamoDB is spoken to.
    public static URI dynamoDbEndpoint() {
        return DynamoDb.ENDPOINT;
    }

    /// Speaks to SQS through that client, and tries again at once where the SDK would wait.
    public static SqsClient sqs(SdkHttpClient http, ExecutionInterceptor... listeners) {
        return SqsClient.builder().overrideConfiguration(settings -> atOnce(settings, listeners))
                .endpointOverride(Sqs.ENDPOINT).region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS).httpClient(http).build();
    }

    private static void atOnce(ClientOverrideConfiguration.Builder settings, ExecutionInterceptor... listeners) {
        settings.executionInterceptors(List.of(listeners)).retryStrategy(AwsRetryStrategy.standardRetryStrategy()
                .toBuilder().backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately()).build());
    }

    /// A new versioned bucket.
    public static String newBucket() {
        return AwsServers.newBucket();
    }

    /// New buckets for events.
    public static BucketNames newBuckets() {
        return new BucketNames(newBucket(), newBucket(), newBucket());
    }

    /// New tables, as the templates make them.
    public static TableNames newTables() {
        AwsServers.Tables tables = AwsServers.newTables();
        return new TableNames(tables.accounts(), tables.objects());
    }

    /// The address of a new queue.
    ///
    /// @param fifo whether it keeps groups in order
    public static String newQueue(boolean fifo) {
        return AwsServers.newQueue(fifo);
    }
}
