package io.tidemark.aws;

import io.tidemark.aws.bucket.S3Receipts;
import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.table.DynamoBackups;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.aws.table.DynamoGenerations;
import io.tidemark.core.port.TableStores;
import io.tidemark.testkit.aws.DynamoBackupFake;
import io.tidemark.testkit.contract.TableInstallation;
import java.time.InstantSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Tables, buckets and backups of one test.
public final class AwsTables implements TableInstallation {
    private final AwsEventwise installation = new AwsEventwise();
    private final String snapshots = LocalServers.newBucket();
    private final DynamoBackupFake fake = new DynamoBackupFake(LocalServers.dynamoDbEndpoint());

    /// Buckets, queue and the tables of the first generation.
    public AwsEventwise installation() {
        return installation;
    }

    /// The bucket of snapshots and receipts.
    public String snapshotBucket() {
        return snapshots;
    }

    /// What makes backups.
    public DynamoBackupFake fake() {
        return fake;
    }

    @Override
    public TableStores open(InstantSource clock) {
        return open(clock, new ExecutionInterceptor[0]);
    }

    /// Opens the installation, with listeners to what its tables are asked.
    public TableStores open(InstantSource clock, ExecutionInterceptor... listeners) {
        DynamoDbClient client = LocalServers.dynamoDbAt(fake.endpoint(), listeners);
        DynamoControl control = new DynamoControl(client, installation.tables());
        S3Bundles bundles = installation.bundles(LocalServers.s3(), clock);
        return new TableStores(bundles.readable(), bundles, control.control(),
                control.pauses(), new DynamoGenerations(client, installation.tables(), clock),
                new DynamoBackups(client, installation.tables(), clock),
                new S3SnapshotStore(LocalServers.s3(), snapshots), new S3Receipts(LocalServers.s3(), snapshots),
                S3Receipts.exclusions(LocalServers.s3(), snapshots));
    }

    /// Deletes a table, protected or not.
    public static void lose(String table) {
        LocalServers.dynamoDb().updateTable(update -> update.tableName(table).deletionProtectionEnabled(false));
        LocalServers.dynamoDb().deleteTable(delete -> delete.tableName(table));
    }

    @Override
    public void close() {
        fake.close();
        for (String table : LocalServers.dynamoDb().listTables().tableNames()) {
            if (table.startsWith(installation.tables().accounts() + "-")
                    || table.startsWith(installation.tables().objects() + "-")
                    || table.equals(installation.tables().accounts())
                    || table.equals(installation.tables().objects())) {
                lose(table);
            }
        }
        LocalServers.sqs().deleteQueue(delete -> delete.queueUrl(installation.queue()));
    }
}
