package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.Backups;
import io.tidemark.core.port.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/// On-demand backups of DynamoDB, two of one name: one of each table. Safe for use by many threads.
public final class DynamoBackups implements Backups {
    private static final String PREFIX = "tidemark-";
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("'b'uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long LOOK_AGAIN_NANOS = 50_000_000;
    private static final int LOOKS = 60 * 60 * 20;

    private final DynamoDbClient client;
    private final TableNames first;
    private final InstantSource clock;

    /// The backups of an installation.
    ///
    /// @param first the tables of the first generation
    /// @param clock names the backups
    public DynamoBackups(DynamoDbClient client, TableNames first, InstantSource clock) {
        this.client = client;
        this.first = first;
        this.clock = clock;
    }

    /// Two copies of one name.
    private static final class Pair {
        private @Nullable BackupSummary accounts;
        private @Nullable BackupSummary objects;
        private @Nullable String generation;

        boolean isWhole() {
            return isAvailable(accounts) && isAvailable(objects);
        }

        private static boolean isAvailable(@Nullable BackupSummary copy) {
            return copy != null && copy.backupStatus() == BackupStatus.AVAILABLE;
        }

        Instant createdAt() {
            BackupSummary any = accounts == null ? objects : accounts;
            return any == null ? Instant.EPOCH : any.backupCreationDateTime();
        }
    }

    private Map<String, Pair> pairs() {
        Map<String, Pair> pairs = new TreeMap<>();
        for (BackupSummary copy : copies()) {
            if (!copy.backupName().startsWith(PREFIX)) {
                continue;
            }
            String id = copy.backupName().substring(PREFIX.length());
            String table = copy.tableName();
            boolean accounts = isOf(table, first.accounts());
            if (accounts || isOf(table, first.objects())) {
                Pair pair = pairs.computeIfAbsent(id, _ -> new Pair());
                String base = accounts ? first.accounts() : first.objects();
                pair.generation = table.equals(base) ? null : table.substring(base.length() + 1);
                if (accounts) {
                    pair.accounts = copy;
                } else {
                    pair.objects = copy;
                }
            }
        }
        return pairs;
    }

    private static boolean isOf(String table, String base) {
        return table.equals(base) || table.startsWith(base + "-g");
    }

    private List<BackupSummary> copies() {
        List<BackupSummary> copies = new ArrayList<>();
        try {
            String after = null;
            do {
                String start = after;
                ListBackupsResponse page = client.listBackups(list -> list.exclusiveStartBackupArn(start));
                copies.addAll(page.backupSummaries());
                after = page.lastEvaluatedBackupArn();
            } while (after != null);
            return copies;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the backups");
        }
    }

    @Override
    public List<Backup> list() {
        List<Backup> backups = new ArrayList<>();
        pairs().forEach((id, pair) -> backups.add(new Backup(id, pair.createdAt(), pair.generation, pair.isWhole())));
        return backups;
    }

    @Override
    public Backup create(@Nullable String generation) {
        Instant now = clock.instant();
        String id = TIME.format(now);
        TableNames tables = first.of(generation);
        // The index first: what the accounts have and the index does not is told by the entries themselves.
        String objects = create(tables.objects(), id);
        String accounts = create(tables.accounts(), id);
        await(objects);
        await(accounts);
        return new Backup(id, now, generation, true);
    }

    private String create(String table, String id) {
        try {
            return client.createBackup(create -> create.tableName(table).backupName(PREFIX + id)).backupDetails()
                    .backupArn();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "back " + table + " up");
        }
    }

    private void await(String arn) {
        try {
            for (int i = 0; i < LOOKS; i++) {
                BackupStatus status = client.describeBackup(describe -> describe.backupArn(arn)).backupDescription()
                        .backupDetails().backupStatus();
                if (status == BackupStatus.AVAILABLE) {
                    return;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        } catch (SdkException e) {
            throw AwsFailures.of(e, "look at the backup " + arn);
        }
        throw new StorageException(StorageException.Kind.FAILED, "the backup " + arn + " did not become available");
    }

    @Override
    public void restore(String id, String generation) {
        Pair pair = pairs().get(id);
        BackupSummary accounts = pair == null ? null : pair.accounts;
        BackupSummary objects = pair == null ? null : pair.objects;
        if (pair == null || accounts == null || objects == null || !pair.isWhole()) {
            throw new StorageException(StorageException.Kind.MISSING, "there is no whole backup " + id);
        }
        TableNames tables = first.of(generation);
        restoreTable(objects.backupArn(), tables.objects());
        restoreTable(accounts.backupArn(), tables.accounts());
        TableMaking making = new TableMaking(client);
        making.await(tables.objects());
        making.await(tables.accounts());
    }

    private void restoreTable(String arn, String table) {
        try {
            client.restoreTableFromBackup(restore -> restore.backupArn(arn).targetTableName(table));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "restore the table " + table);
        }
    }
}
