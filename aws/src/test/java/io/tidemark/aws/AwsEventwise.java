package io.tidemark.aws;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.queue.SqsTransactionQueue;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.aws.table.TableNames;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.TransactionQueue.Delivery;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.time.InstantSource;
import software.amazon.awssdk.services.s3.S3Client;

/// Buckets, tables and a queue of one test.
public final class AwsEventwise implements EventwiseInstallation {
    private final BucketNames buckets = LocalServers.newBuckets();
    private final TableNames tables = LocalServers.newTables();
    private final String queue = LocalServers.newQueue(true);

    /// The buckets.
    public BucketNames buckets() {
        return buckets;
    }

    /// The bundles in the buckets, through that client.
    public S3Bundles bundles(S3Client client, InstantSource clock) {
        return new S3Bundles(client, buckets, new S3AttemptStore(client, buckets), clock);
    }

    /// The tables of the first generation.
    public TableNames tables() {
        return tables;
    }

    /// The address of the FIFO queue.
    public String queue() {
        return queue;
    }

    /// Whatever the clients hold, the servers have: opening again is making new stores.
    @Override
    public EventwiseStores open(InstantSource clock) {
        DynamoControl control = new DynamoControl(LocalServers.dynamoDb(), tables);
        return new EventwiseStores(new S3AttemptStore(LocalServers.s3(), buckets),
                new DynamoAccountBook(LocalServers.dynamoDb(), tables, control.switches().generation(), clock),
                new SqsTransactionQueue(LocalServers.sqs(), queue), control.pauses());
    }

    @Override
    public void timeOut(Delivery delivery) {
        LocalServers.sqs().changeMessageVisibility(
                change -> change.queueUrl(queue).receiptHandle(delivery.receipt()).visibilityTimeout(0));
    }

    @Override
    public void close() {
        LocalServers.dynamoDb().deleteTable(delete -> delete.tableName(tables.accounts()));
        LocalServers.dynamoDb().deleteTable(delete -> delete.tableName(tables.objects()));
        LocalServers.sqs().deleteQueue(delete -> delete.queueUrl(queue));
    }
}
