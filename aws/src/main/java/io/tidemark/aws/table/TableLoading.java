package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.BookLoading;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Fills the two tables of a generation. Entries and happenings are written as they come, each once; balances, open matters and states
/// once, at the end. Not thread-safe.
final class TableLoading implements BookLoading {
    private final DynamoDbClient client;
    private final String generation;
    private final Target accounts;
    private final Target objects;
    private final Map<String, Account> balances = new TreeMap<>();
    private final Map<String, Instant> opened = new TreeMap<>();
    private final Map<EventKey, OpenMatter> matters = new TreeMap<>();
    private final Map<EventKey, KeyRecord> records = new TreeMap<>();
    private final Map<EventKey, Judgement> inForce = new HashMap<>();
    private final Map<AttemptId, Judgement> last = new HashMap<>();
    private final Map<EventKey, TreeMap<String, AttemptFact>> arrivals = new LinkedHashMap<>();

    /// @param there whether the tables hold what a backup held
    TableLoading(DynamoDbClient client, TableNames tables, String generation, boolean there) {
        this.client = client;
        this.generation = generation;
        accounts = new Target(tables.accounts(), there);
        objects = new Target(tables.objects(), there);
    }

    /// A table that is being filled.
    private final class Target {
        private final BatchWriter writer;
        /// What is there and was not loaded yet, by keys.
        private final Map<String, Map<String, AttributeValue>> stale = new HashMap<>();
        private long skipped;

        Target(String table, boolean there) {
            writer = new BatchWriter(client, table);
            if (there) {
                try {
                    client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items()
                            .forEach(item -> stale.put(key(item), item));
                } catch (SdkException e) {
                    throw AwsFailures.of(e, "read " + table);
                }
            }
        }

        private static String key(Map<String, AttributeValue> item) {
            return Item.of(item).text(Item.PK) + "\n" + Item.of(item).text(Item.SK);
        }

        void put(Item item) {
            Map<String, AttributeValue> there = stale.remove(key(item.attributes()));
            if (there != null && item.isStoredAs(there)) {
                skipped++;
            } else {
                writer.put(item);
            }
        }

        void finish() {
            stale.values().forEach(item -> writer
                    .delete(Item.keyed(Item.of(item).text(Item.PK), Item.of(item).text(Item.SK))));
            stale.clear();
            writer.flush();
        }
    }

    @Override
    public void add(BookCommit commit, long decidedMicros) {
        Instant decided = Instant.EPOCH.plusNanos(decidedMicros * 1000);
        for (Judgement judgement : commit.judgements()) {
            judgement.entries().forEach(entry -> accounts.put(AccountItems.entry(entry, judgement, decided)));
            IndexItems.happenings(judgement, decided).forEach(objects::put);
            EventKey key = judgement.before().key();
            records.put(key, record(key).after(judgement));
            last.put(judgement.attempt().id(), judgement);
            if (judgement.inForce()) {
                inForce.put(key, judgement);
            }
        }
        for (Account account : commit.accounts()) {
            balances.put(account.number(), account);
            opened.putIfAbsent(account.number(), decided);
        }
        commit.opened().forEach(matter -> matters.put(matter.key(), matter));
        commit.settled().forEach(matter -> matters.remove(matter.key()));
        KeyRecord awaited = commit.awaited();
        if (awaited != null) {
            records.put(awaited.key(),
                    record(awaited.key()).awaitedBy(commit.judgements().getFirst().attempt().id()));
        }
    }

    private KeyRecord record(EventKey key) {
        KeyRecord record = records.get(key);
        return record == null ? KeyRecord.unknown(key) : record;
    }

    @Override
    public void arrived(AttemptFact attempt) {
        arrivals.computeIfAbsent(attempt.attempt().key(), _ -> new TreeMap<>()).put(attempt.attempt().version(),
                attempt);
    }

    @Override
    public void finish() {
        for (Account account : balances.values()) {
            accounts.put(AccountItems.balance(account, true));
            accounts.put(AccountItems.balance(account, false));
            accounts.put(AccountItems.opened(account, opened.getOrDefault(account.number(), Instant.EPOCH)));
        }
        matters.values().forEach(matter -> accounts.put(AccountItems.matter(matter)));
        arrivals.keySet().forEach(key -> records.putIfAbsent(key, KeyRecord.unknown(key)));
        for (KeyRecord record : records.values()) {
            Map<String, AttemptFact> attempts = arrivals.getOrDefault(record.key(), new TreeMap<>());
            AttemptFact first = attempts.values().stream().filter(fact -> fact.arrivalMicros() != 0)
                    .min(Comparator.comparingLong(AttemptFact::arrivalMicros).thenComparingInt(AttemptFact::order))
                    .orElse(null);
            objects.put(state(record, first, attempts));
            attempts.values().stream().filter(fact -> fact.arrivalMicros() != 0)
                    .forEach(fact -> objects.put(arrival(fact, record, fact.equals(first))));
        }
        accounts.finish();
        objects.finish();
    }

    private static Instant arrivalOf(AttemptFact fact) {
        return Instant.EPOCH.plusNanos(fact.arrivalMicros() * 1000);
    }

    private static Item when(EventKey key, Instant arrival) {
        return Item.empty().text("ArrivalShard", IndexItems.shard(key, arrival)).moment("ArrivedAt", arrival);
    }

    private Item state(KeyRecord record, @Nullable AttemptFact first, Map<String, AttemptFact> attempts) {
        EventKey key = record.key();
        Item item = Item.keyed(IndexItems.partition(key), IndexItems.STATE);
        Judgement judgement = inForce.get(key);
        OutcomeState state = judgement == null ? null : judgement.state();
        if (judgement != null && state != null) {
            item.attributes().putAll(CommitItems.inForce(judgement, state, generation).attributes());
            Map<String, AttributeValue> sequences = CommitItems.sequences(judgement);
            if (!sequences.isEmpty()) {
                item.attributes().put("Sequences", AttributeValue.fromM(sequences));
            }
        } else if (first != null) {
            item.dateTime("Transaction", first.arrivalMicros() / 1_000_000).flag("Processed", false).text("Version",
                    first.attempt().version());
        }
        item.text("AccountNumber", record.account());
        if (first != null) {
            item.attributes().putAll(when(key, arrivalOf(first)).attributes());
        }
        AttemptFact there = record.inForce() == null ? first : attempts.get(record.inForce());
        if (there != null) {
            boolean archived = there.places().contains(Bucket.ARCHIVE);
            item.flag("InEventBucket", !archived).flag("InArchiveBucket", archived).flag("InRejectedBucket",
                    there.places().contains(Bucket.REJECTED));
        }
        if (record.revision() > 0) {
            item.number(IndexItems.REVISION, record.revision());
        }
        if (!record.waiting().isEmpty()) {
            item.attributes().put(IndexItems.WAITING, AttributeValue
                    .fromL(record.waiting().stream().map(IndexItems::waiting).map(AttributeValue::fromS).toList()));
        }
        return item;
    }

    /// That an attempt arrived. Where it is not the first of its key, the state does not tell when.
    private Item arrival(AttemptFact fact, KeyRecord record, boolean first) {
        AttemptId id = fact.attempt();
        Instant arrival = arrivalOf(fact);
        String name = IndexItems.Happening.InitialEvent.name();
        Judgement judgement = last.get(id);
        Sha256 digest = judgement == null ? null : judgement.digest();
        Item item = Item.keyed(IndexItems.partition(id.key()), IndexItems.sortKey(arrival, name, id.version()))
                .text("EventType", name).flag("ErrorState", false).text("NextAction", "Process")
                .text("AccountNumber", record.account()).text("Version", id.version())
                .text("BodyDigest", digest == null ? null : digest.toString());
        if (!first) {
            item.attributes().putAll(when(id.key(), arrival).attributes());
        }
        return item;
    }

    @Override
    public Written written() {
        return new Written(Stream.of(accounts, objects).mapToLong(target -> target.writer.written()).sum(),
                Stream.of(accounts, objects).mapToLong(target -> target.skipped).sum());
    }

    @Override
    public void close() {
        last.clear();
    }
}
