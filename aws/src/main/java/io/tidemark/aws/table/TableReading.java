package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.Cursor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// All that the tables of one generation hold. Every reading is strongly consistent. Thread-safe.
final class TableReading implements BookContents {
    private static final int TORN_READS = 20;

    private final DynamoDbClient client;
    private final TableNames tables;
    private final TableMaking making;
    private final AccountBook book;

    TableReading(DynamoDbClient client, TableNames tables, AccountBook book) {
        this.client = client;
        this.tables = tables;
        this.book = book;
        making = new TableMaking(client);
    }

    @Override
    public boolean hasAccounts() {
        return making.isThere(tables.accounts());
    }

    @Override
    public boolean hasIndex() {
        return making.isThere(tables.objects());
    }

    @Override
    public AccountBook book() {
        return book;
    }

    @Override
    public List<AttemptFact> factsOfEntries() {
        Map<String, AttributeValue> entries = Map.of(":sk", AttributeValue.fromS(AccountItems.ENTRIES));
        try {
            return client
                    .scanPaginator(scan -> scan.tableName(tables.accounts()).filterExpression("begins_with(SK, :sk)")
                            .expressionAttributeValues(entries).consistentRead(true))
                    .items().stream().map(Item::of).map(TableReading::fact).toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + tables.accounts());
        }
    }

    private static AttemptFact fact(Item item) {
        long committed = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(item.text("CommittedAt")));
        return new AttemptFact(new AttemptId(EventKey.of(item.text("EventKey")), item.text("Version")), 0, 0, Set.of(),
                List.of(new AttemptFact.Recorded(1, committed, Sha256.parseHex(item.text("BodyDigest")),
                        OutcomeState.ACCEPTED, null, null, null,
                        Map.of(item.text(Item.PK), item.number(AccountItems.SEQUENCE)))));
    }

    private NavigableSet<String> numbers() {
        try {
            NavigableSet<String> numbers = new TreeSet<>();
            client.scanPaginator(scan -> scan.tableName(tables.accounts()).projectionExpression("PK")
                    .consistentRead(true)).items().forEach(item -> numbers.add(Item.of(item).text(Item.PK)));
            return numbers;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + tables.accounts());
        }
    }

    @Override
    public Cursor<Sheet> sheets() {
        return Cursor.over(numbers().stream().map(number -> sheet(number, true)).iterator());
    }

    @Override
    public Cursor<Sheet> balances() {
        return Cursor.over(numbers().stream().map(number -> sheet(number, false)).iterator());
    }

    /// Reads an account's balances, then all that is wanted of it, until both are of one sequence: whatever was read between them is
    /// then of it too, because nothing of an account changes without its sequence.
    private Sheet sheet(String number, boolean entries) {
        Sheet sheet = new Sheet(number, null, List.of(), List.of());
        for (int i = 0; i < TORN_READS; i++) {
            Account before = account(query(number, "begins_with(SK, :sk)", AccountItems.BALANCES));
            // Sort keys of matters and balances come before those of entries.
            sheet = sheet(number, entries ? query(number, "SK > :sk", " ")
                    : query(number, "SK < :sk",
                            AccountItems.ENTRIES));
            if (before != null && before.equals(sheet.account())) {
                return sheet;
            }
        }
        return new Sheet(number, null, sheet.entries(), sheet.matters());
    }

    private List<Item> query(String number, String condition, String sk) {
        Map<String, AttributeValue> values = Map.of(":pk", AttributeValue.fromS(number), ":sk",
                AttributeValue.fromS(sk));
        try {
            return client.queryPaginator(query -> query.tableName(tables.accounts())
                    .keyConditionExpression("PK = :pk AND " + condition).expressionAttributeValues(values)
                    .consistentRead(true)).items().stream().map(Item::of).toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read account " + number + " in " + tables.accounts());
        }
    }

    private static Sheet sheet(String number, List<Item> items) {
        List<Entry> entries = new ArrayList<>();
        List<OpenMatter> matters = new ArrayList<>();
        List<Item> balances = new ArrayList<>();
        for (Item item : items) {
            String sk = item.text(Item.SK);
            if (sk.startsWith(AccountItems.ENTRIES)) {
                entries.add(AccountItems.entry(item));
            } else if (sk.startsWith(AccountItems.MATTERS)) {
                matters.add(AccountItems.matter(item));
            } else if (sk.startsWith(AccountItems.BALANCES)) {
                balances.add(item);
            }
        }
        entries.sort(Comparator.comparingLong(Entry::sequence).thenComparing(Entry::key));
        return new Sheet(number, account(balances), entries, matters);
    }

    private static @Nullable Account account(List<Item> balances) {
        boolean whole = balances.size() == 2
                && balances.getFirst().number(AccountItems.SEQUENCE)
                        == balances.getLast().number(AccountItems.SEQUENCE);
        return whole ? AccountItems.account(balances.getFirst(), balances.getLast()) : null;
    }
}
