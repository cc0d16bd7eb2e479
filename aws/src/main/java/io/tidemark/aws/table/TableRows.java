package io.tidemark.aws.table;

import io.tidemark.aws.table.IndexItems.Happening;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the tables of a generation hold, row by row, for who asks in SQL: every value as text, money with two decimals, moments as
/// `2026-01-02 03:04:05.000006` in UTC; what there is not is left out. One scan over each table, strongly consistent, each row as of some moment since
/// the call. Safe for use by many threads.
public final class TableRows {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DynamoDbClient client;
    private final TableNames tables;
    private final AccountBook book;

    /// The rows of those tables.
    ///
    /// @param tables the tables in force
    /// @param book   the book over them
    public TableRows(DynamoDbClient client, TableNames tables, AccountBook book) {
        this.client = client;
        this.tables = tables;
        this.book = book;
    }

    /// The index: one row an attempt, with the names of [io.tidemark.core.inventory.AthenaSql#EVENTS].
    ///
    /// @param rows takes each row
    public void attempts(Consumer<Map<String, String>> rows) {
        try (IndexPartitions partitions = new IndexPartitions(client, tables.objects())) {
            for (List<Item> items = partitions.next(); items != null; items = partitions.next()) {
                attempts(items, rows);
            }
        }
    }

    private static void attempts(List<Item> items, Consumer<Map<String, String>> rows) {
        EventKey key = IndexItems.key(items);
        Item state = Item.empty();
        Map<String, List<Item>> happened = new LinkedHashMap<>();
        for (Item item : items) {
            if (item.text(Item.SK).equals(IndexItems.STATE)) {
                state = item;
            } else {
                happened.computeIfAbsent(item.text("Version"), _ -> new ArrayList<>()).add(item);
            }
        }
        for (Map.Entry<String, List<Item>> attempt : happened.entrySet()) {
            boolean told = attempt.getKey().equals(state.optional("Version"));
            rows.accept(attempt(key, attempt.getKey(), attempt.getValue(), told ? state : Item.empty()));
        }
    }

    /// @param state the key's state where it tells of this attempt, otherwise empty
    private static Map<String, String> attempt(EventKey key, String version, List<Item> happened, Item state) {
        EventType type = key.type();
        Map<String, String> row = new LinkedHashMap<>();
        put(row, "key", key.text());
        put(row, "version_id", version);
        put(row, "type", type == null ? null : type.label());
        List<Item> last = new ArrayList<>();
        boolean archived = state.flag("InArchiveBucket");
        boolean rejected = state.flag("InRejectedBucket");
        for (Item item : happened) {
            Happening happening = Happening.valueOf(item.text("EventType"));
            archived |= happening == Happening.ArchiveEvent;
            rejected |= happening == Happening.RejectEvent;
            if (happening == Happening.InitialEvent) {
                put(row, "arrival", MOMENT.format(IndexItems.time(item)));
            } else if (happening != Happening.ArchiveEvent) {
                long behind = last.isEmpty() ? -1 : last.getFirst().number(IndexItems.REVISION);
                if (item.number(IndexItems.REVISION) > behind) {
                    last.clear();
                }
                if (item.number(IndexItems.REVISION) >= behind) {
                    last.add(item);
                }
            }
        }
        if (last.isEmpty()) {
            put(row, "state", "new");
        } else {
            judged(row, last, state);
        }
        put(row, "in_archive", Boolean.toString(archived));
        put(row, "in_rejected", Boolean.toString(rejected));
        return row;
    }

    /// @param last what the last judgement noted, once for each account that it touched
    private static void judged(Map<String, String> row, List<Item> last, Item state) {
        Item any = last.getFirst();
        OutcomeState outcome = Happening.valueOf(any.text("EventType")).state();
        boolean accepted = outcome == OutcomeState.ACCEPTED;
        put(row, "channel", any.optional(IndexItems.SOURCE));
        put(row, "event_time",
                accepted && state.has("TransactionDate")
                        ? MOMENT.format(Instant.ofEpochSecond(state.epochSecond("Transaction")))
                        : null);
        put(row, "amount", any.has(IndexItems.AMOUNT) && !EventType.OUTGOING_PAYMENT_VERIFIED.label()
                .equals(row.get("type")) ? money(any.cents(IndexItems.AMOUNT)) : null);
        put(row, "state", outcome == null ? "duplicate" : outcome.name().toLowerCase(Locale.ROOT));
        put(row, "code", any.optional("Code"));
        put(row, "reason", any.optional("ErrorReason"));
        put(row, "judged_at", MOMENT.format(IndexItems.time(any)));
        // A transfer's source is the account that the state names.
        last.sort((a, b) -> Boolean.compare(isFirst(b, state), isFirst(a, state)));
        String[] names = {"account", "sequence", "target_account", "target_sequence"};
        for (int i = 0; i < last.size() && 2 * i < names.length; i++) {
            // Without a sequence it was not refused there, only named there.
            if (last.get(i).has(AccountItems.SEQUENCE)) {
                put(row, names[2 * i], last.get(i).optional("AccountNumber"));
                put(row, names[2 * i + 1], Long.toString(last.get(i).number(AccountItems.SEQUENCE)));
            }
        }
    }

    private static boolean isFirst(Item happening, Item state) {
        String account = happening.optional("AccountNumber");
        return account != null && account.equals(state.optional("AccountNumber"));
    }

    /// The accounts with their entries: one row an entry and one an account, with the names of
    /// [io.tidemark.core.inventory.AthenaSql#ENTRIES] and [io.tidemark.core.inventory.AthenaSql#ACCOUNTS].
    ///
    /// @param entries  takes each entry
    /// @param accounts takes each account
    public void accounts(Consumer<Map<String, String>> entries, Consumer<Map<String, String>> accounts) {
        try (PartitionItems items = new PartitionItems(client, tables.accounts(), "")) {
            Item actual = Item.empty();
            for (Item item = items.next(); item != null; item = items.next()) {
                String sk = item.text(Item.SK);
                if (sk.startsWith(AccountItems.ENTRIES)) {
                    entries.accept(entry(item));
                } else if (sk.startsWith(AccountItems.ACTUAL)) {
                    actual = item;
                } else if (sk.startsWith(AccountItems.AVAILABLE)) {
                    Account account = together(actual, item) ? AccountItems.account(actual, item)
                            : book.account(item.text(Item.PK));
                    if (account != null) {
                        accounts.accept(account(account));
                    }
                }
            }
        }
    }

    /// Whether two balances are of one moment: a commit may fall between two pages of a scan.
    private static boolean together(Item actual, Item available) {
        return available.text(Item.PK).equals(actual.optional(Item.PK))
                && available.number(AccountItems.SEQUENCE) == actual.number(AccountItems.SEQUENCE);
    }

    private static Map<String, String> entry(Item item) {
        Entry entry = AccountItems.entry(item);
        Map<String, String> row = new LinkedHashMap<>();
        put(row, "account", entry.account());
        put(row, "sequence", Long.toString(entry.sequence()));
        put(row, "key", entry.key().text());
        put(row, "version_id", item.optional("Version"));
        put(row, "status", entry.status().name());
        put(row, "event_time", MOMENT.format(Instant.ofEpochSecond(entry.epochSecond())));
        put(row, "actual_effect", money(entry.actualEffect()));
        put(row, "available_effect", money(entry.availableEffect()));
        put(row, "actual", money(entry.actualAfter()));
        put(row, "available", money(entry.availableAfter()));
        put(row, "committed_at", MOMENT.format(Instant.parse(item.text("CommittedAt"))));
        return row;
    }

    private static Map<String, String> account(Account account) {
        EventKey last = account.lastKey();
        Map<String, String> row = new LinkedHashMap<>();
        put(row, "account", account.number());
        put(row, "customer", account.customer());
        put(row, "actual", money(account.actual()));
        put(row, "available", money(account.available()));
        put(row, "sequence", Long.toString(account.sequence()));
        put(row, "digest", account.head().toString());
        put(row, "last_key", last == null ? null : last.text());
        put(row, "last_event_time",
                last == null ? null : MOMENT.format(Instant.ofEpochSecond(account.lastEpochSecond())));
        return row;
    }

    private static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private static void put(Map<String, String> row, String column, @Nullable String value) {
        if (value != null) {
            row.put(column, value);
        }
    }
}
