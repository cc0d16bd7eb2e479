package io.tidemark.aws;

import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bucket.S3Receipts;
import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.aws.table.DynamoBackups;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.aws.table.DynamoGenerations;
import io.tidemark.core.port.TableStores;
import io.tidemark.testkit.aws.DynamoBackupFake;
import io.tidemark.testkit.contract.TableInstallation;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Tables, buckets and backups of one test.
final class AwsTables implements TableInstallation {
    private final AwsEventwise installation = new AwsEventwise();
    private final String snapshots = LocalServers.newBucket();
    private final DynamoBackupFake fake = new DynamoBackupFake(LocalServers.dynamoDbEndpoint());

    @Override
    public TableStores open(InstantSource clock) {
        DynamoDbClient client = LocalServers.dynamoDbAt(fake.endpoint());
        DynamoControl control = new DynamoControl(client, installation.tables());
        return new TableStores(new S3AttemptStore(LocalServers.s3(), installation.buckets()), control.control(),
                control.pauses(), new DynamoGenerations(client, installation.tables(), clock),
                new DynamoBackups(client, installation.tables(), clock),
                new S3SnapshotStore(LocalServers.s3(), snapshots), new S3Receipts(LocalServers.s3(), snapshots));
    }

    @Override
    public void close() {
        fake.close();
        for (String table : LocalServers.dynamoDb().listTables().tableNames()) {
            if (table.startsWith(installation.tables().accounts() + "-g")
                    || table.startsWith(installation.tables().objects() + "-g")) {
                LocalServers.dynamoDb()
                        .updateTable(update -> update.tableName(table).deletionProtectionEnabled(false));
                LocalServers.dynamoDb().deleteTable(delete -> delete.tableName(table));
            }
        }
        installation.close();
    }
}
