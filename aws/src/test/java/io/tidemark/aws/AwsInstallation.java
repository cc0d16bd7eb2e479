package io.tidemark.aws;

import io.tidemark.aws.bucket.S3Receipts;
import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.aws.table.TableNames;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Generations;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.contract.TestInstallation;
import java.lang.reflect.Proxy;
import java.time.InstantSource;

/// The ports of every installation on AWS, for one test. What is acknowledged the servers have, so a crash takes nothing. The ports
/// of the embedded store alone are not there: whoever asks them is told.
public final class AwsInstallation implements TestInstallation {
    private final TableNames tables = LocalServers.newTables();
    private final String snapshots = LocalServers.newBucket();

    @Override
    public Stores open(InstantSource clock) {
        return new Stores(absent(EventLog.class), absent(Buckets.class), absent(LogBundles.class),
                new DynamoControl(LocalServers.dynamoDb(), tables).control(), absent(Generations.class),
                new S3SnapshotStore(LocalServers.s3(), snapshots), new S3Receipts(LocalServers.s3(), snapshots));
    }

    private static <T> T absent(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (_, method, _) -> {
            throw new IllegalStateException("AWS has no " + port.getSimpleName() + ", asked for " + method.getName());
        }));
    }

    @Override
    public Stores openAfterCrash(InstantSource clock) {
        return open(clock);
    }

    @Override
    public void damageRecord(long position) {
        throw new IllegalStateException("AWS has no log");
    }

    @Override
    public void damageGeneration(String generation) {
        throw new IllegalStateException("AWS has no generations of its own to damage");
    }

    @Override
    public void loseManifest(String snapshot) {
        String key = "files/" + snapshot + "/" + S3SnapshotStore.MANIFEST;
        LocalServers.s3().listObjectVersions(list -> list.bucket(snapshots).prefix(key)).versions()
                .forEach(version -> LocalServers.s3().deleteObject(
                        delete -> delete.bucket(snapshots).key(key).versionId(version.versionId())));
    }

    @Override
    public void damageBundle(String bundle) {
        throw new IllegalStateException("AWS has no log whose bundles these would be");
    }

    @Override
    public void loseBundle(String bundle) {
        throw new IllegalStateException("AWS has no log whose bundles these would be");
    }

    @Override
    public void closeStores() {
        // The clients are everyone's.
    }

    @Override
    public void close() {
        LocalServers.dynamoDb().deleteTable(delete -> delete.tableName(tables.accounts()));
        LocalServers.dynamoDb().deleteTable(delete -> delete.tableName(tables.objects()));
    }
}
