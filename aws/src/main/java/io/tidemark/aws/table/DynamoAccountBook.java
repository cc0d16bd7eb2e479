package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Accounts and index in two DynamoDB tables: those of the generation that was in force when the book was opened. Every reading is
/// strongly consistent. Safe for use by many threads.
public final class DynamoAccountBook implements AccountBook {
    /// Reasons for which a transaction is turned away that reading again may mend: the items are not as they were, or someone is changing
    /// them right now.
    private static final Set<String> STALE = Set.of("ConditionalCheckFailed", "TransactionConflict", "None");
    private static final int TORN_READS = 50;

    private final DynamoDbClient client;
    private final TableNames tables;
    private final @Nullable String generation;
    private final InstantSource clock;

    /// The book of a generation.
    ///
    /// @param first      the tables of the first generation
    /// @param generation the one in force, or null for the first
    /// @param clock      tells when something is committed
    public DynamoAccountBook(DynamoDbClient client, TableNames first, @Nullable String generation,
            InstantSource clock) {
        this.client = client;
        this.tables = first.of(generation);
        this.generation = generation;
        this.clock = clock;
    }

    private static <T> T calling(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailures.of(e, what);
        }
    }

    /// All items of a partition whose sort keys begin so, in their order.
    private List<Item> query(String table, String pk, String skPrefix) {
        Map<String, AttributeValue> values = Map.of(":pk", AttributeValue.fromS(pk), ":sk",
                AttributeValue.fromS(skPrefix));
        return calling("read " + table, () -> client.queryPaginator(query -> query.tableName(table)
                .keyConditionExpression(skPrefix.isEmpty() ? "PK = :pk" : "PK = :pk AND begins_with(SK, :sk)")
                .expressionAttributeValues(skPrefix.isEmpty() ? Map.of(":pk", AttributeValue.fromS(pk)) : values)
                .consistentRead(true)).items().stream().map(Item::of).toList());
    }

    @Override
    public @Nullable Account account(String number) {
        for (int i = 0; i < TORN_READS; i++) {
            List<Item> items = query(tables.accounts(), number, AccountItems.BALANCES);
            if (items.isEmpty()) {
                return null;
            }
            // A query may meet a transaction in the middle: then the two do not agree, and are read again.
            if (items.size() == 2 && agree(items)) {
                return AccountItems.account(items.getFirst(), items.getLast());
            }
        }
        throw new StorageException(StorageException.Kind.DAMAGED, "the balances of account " + number
                + " do not agree on the sequence: run `verify`");
    }

    private static boolean agree(List<Item> items) {
        return items.getFirst().number(AccountItems.SEQUENCE) == items.getLast().number(AccountItems.SEQUENCE);
    }

    @Override
    public KeyRecord key(EventKey key) {
        List<Item> items = query(tables.objects(), IndexItems.partition(key), "");
        return items.isEmpty() ? KeyRecord.unknown(key) : IndexItems.record(key, items);
    }

    @Override
    public KeyHistory history(EventKey key) {
        return IndexItems.history(key, query(tables.objects(), IndexItems.partition(key), ""));
    }

    @Override
    public Cursor<KeyHistory> histories() {
        return new IndexScan(client, tables.objects());
    }

    @Override
    public @Nullable OpenMatter matter(String account, EventKey key) {
        var response = calling("read " + tables.accounts(), () -> client.getItem(get -> get
                .tableName(tables.accounts()).key(Item.keyed(account, AccountItems.MATTERS + key).attributes())
                .consistentRead(true)));
        return response.hasItem() ? AccountItems.matter(Item.of(response.item())) : null;
    }

    @Override
    public void arrived(Arrived arrived) {
        AttemptId id = arrived.attempt();
        Instant arrival = Instant.EPOCH.plusNanos(arrived.arrivalMicros() * 1000);
        Item when = Item.empty().text("ArrivalShard", IndexItems.shard(id.key(), arrival)).moment("ArrivedAt", arrival);
        Item state = Item.empty().dateTime("Transaction", arrival.getEpochSecond()).flag("Processed", false)
                .text("AccountNumber", arrived.account()).text("Version", id.version())
                .text("BodyDigest", arrived.digest().toString());
        Write write = Write.to(tables.objects(), IndexItems.partition(id.key()), IndexItems.STATE).setIfAbsent(state)
                .setIfAbsent(when).setIfAbsent(CommitItems.places());
        var after = calling("write " + tables.objects(),
                () -> client.updateItem(write.alone().returnValues(ReturnValue.ALL_NEW).build()));
        Item happening = Item
                .keyed(IndexItems.partition(id.key()),
                        IndexItems.sortKey(arrival, IndexItems.Happening.InitialEvent.name(), id.version()))
                .text("EventType", IndexItems.Happening.InitialEvent.name()).flag("ErrorState", false)
                .text("NextAction", "Process").text("AccountNumber", arrived.account()).text("Version", id.version())
                .text("BodyDigest", arrived.digest().toString());
        if (!id.version().equals(Item.of(after.attributes()).optional("Version"))) {
            // The state tells when another attempt arrived; this one is found by its own happening.
            happening.attributes().putAll(when.attributes());
        }
        put(happening);
    }

    private void put(Item item) {
        var _ = calling("write " + tables.objects(),
                () -> client.putItem(put -> put.tableName(tables.objects()).item(item.attributes())));
    }

    @Override
    public void kept(AttemptId attempt, Bucket bucket) {
        boolean archive = bucket == Bucket.ARCHIVE;
        Item where = archive ? Item.empty().flag("InArchiveBucket", true).flag("InEventBucket", false)
                : Item.empty().flag("InRejectedBucket", true);
        Write write = Write.to(tables.objects(), IndexItems.partition(attempt.key()), IndexItems.STATE).set(where)
                .when("Version", AttributeValue.fromS(attempt.version()));
        try {
            client.updateItem(write.alone().build());
        } catch (ConditionalCheckFailedException e) {
            // The state tells of another attempt; what became of this one its happenings tell.
            return;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + tables.objects());
        }
        if (archive) {
            put(Item.keyed(IndexItems.partition(attempt.key()),
                    IndexItems.sortKey(clock.instant(), IndexItems.Happening.ArchiveEvent.name(), attempt.version()))
                    .text("EventType", IndexItems.Happening.ArchiveEvent.name()).flag("ErrorState", false)
                    .text("NextAction", "None").text("Version", attempt.version()));
        }
    }

    @Override
    public boolean commit(BookCommit commit) {
        List<TransactWriteItem> items = new CommitItems(tables, generation, clock.instant()).of(commit);
        try {
            // The SDK gives each call a token of its own and keeps it when it tries again, so that a call that was carried out and timed
            // out is not carried out twice.
            client.transactWriteItems(write -> write.transactItems(items));
            return true;
        } catch (TransactionCanceledException e) {
            boolean stale = e.hasCancellationReasons()
                    && e.cancellationReasons().stream().map(CancellationReason::code).allMatch(STALE::contains);
            if (stale) {
                return false;
            }
            throw AwsFailures.of(e, "commit to " + tables.accounts());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "commit to " + tables.accounts());
        }
    }

    @Override
    public List<Entry> entries(String account, long fromSequence, long toSequence) {
        return query(tables.accounts(), account, AccountItems.ENTRIES).stream()
                .filter(item -> item.number(AccountItems.SEQUENCE) >= fromSequence
                        && item.number(AccountItems.SEQUENCE) <= toSequence)
                .map(AccountItems::entry).sorted(Comparator.comparingLong(Entry::sequence)).toList();
    }

    @Override
    public Cursor<Account> accounts() {
        Map<String, AttributeValue> opened = Map.of(":sk", AttributeValue.fromS(AccountItems.OPENED));
        List<String> numbers = calling("read " + tables.accounts(),
                () -> client.scanPaginator(scan -> scan.tableName(tables.accounts()).filterExpression("SK = :sk")
                        .projectionExpression("PK").expressionAttributeValues(opened).consistentRead(true)).items()
                        .stream().map(item -> Item.of(item).text(Item.PK)).toList());
        return Cursor.over(new TreeSet<>(numbers).stream().map(this::account).filter(Objects::nonNull).iterator());
    }
}
