package io.tidemark.aws.function;

import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bucket.S3Connections;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.queue.SqsTransactionQueue;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.TransactionQueue;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What a function speaks to. Thread-safe.
///
/// @param settings what it is told
/// @param s3       speaks to S3
/// @param dynamoDb speaks to DynamoDB
/// @param sqs      speaks to SQS
/// @param clock    tells the time
public record Services(Settings settings, S3Client s3, DynamoDbClient dynamoDb, SqsClient sqs, InstantSource clock) {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    /// The services that a function's environment names, with the SDK's standard settings.
    static Services ofEnvironment() {
        return new Services(new Settings(System.getenv()),
                S3Connections.through(UrlConnectionHttpClient.create())
                        .overrideConfiguration(Services::answerInTime).build(),
                DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(Services::answerInTime).build(),
                SqsClient.builder().httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(Services::answerInTime).build(),
                InstantSource.system());
    }

    /// A service that refuses is not asked for longer than a function has: the message comes again.
    private static void answerInTime(ClientOverrideConfiguration.Builder settings) {
        settings.apiCallTimeout(LONGEST_CALL);
    }

    AttemptStore attempts() {
        return new S3AttemptStore(s3, settings.buckets());
    }

    S3Bundles bundles() {
        return new S3Bundles(s3, settings.buckets(), attempts(), clock);
    }

    TransactionQueue queue() {
        return new SqsTransactionQueue(sqs, settings.transactionsQueue());
    }

    /// Which generation is in force and what is paused, now.
    DynamoControl.Switches switches() {
        return new DynamoControl(dynamoDb, settings.tables()).switches();
    }

    /// The book of the generation in force.
    AccountBook book(DynamoControl.Switches switches) {
        return new DynamoAccountBook(dynamoDb, settings.tables(), switches.generation(), clock);
    }
}
