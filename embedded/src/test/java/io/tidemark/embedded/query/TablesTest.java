package io.tidemark.embedded.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog.Item;
import io.tidemark.core.port.Catalog.Selection;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries.Answer;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.embedded.inventory.InventoryWriter;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the tables of a home say, and when they are made.
@SuppressWarnings("NullAway.Init") // set before each test
class TablesTest {
    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private EmbeddedHome home;
    private ListedHome listed;

    @BeforeEach
    void open() {
        home = EmbeddedHome.create(folder.resolve("home"), clock);
        listed = new ListedHome(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void events_tell_what_became_of_every_attempt() {
        put("verify_cash_deposit_1", "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"5\"}");
        put("cash_deposit_1", "{\"EventTimeStamp\":2,\"TargetAccount\":\"A\",\"Amount\":\"5\"}");
        put("inter_account_transfer_1",
                "{\"EventTimeStamp\":3,\"SourceAccount\":\"A\",\"TargetAccount\":\"B\",\"Amount\":\"1\"}");
        put("incoming_payment_1", "{\"EventTimeStamp\":4,\"TargetAccount\":\"B\",\"Amount\":\"2.5\"}");
        put("outgoing_payment_rejected_9", "{\"EventTimeStamp\":5,\"RejectedAmount\":\"0.07\"}");
        put("nonsense", "{}");
        process();
        home.log().control(new ControlAction.Retry(EventKey.of("inter_account_transfer_1.event")), "ann", "now it can");
        process();
        put("incoming_payment_2", "not JSON");

        assertThat(ask("SELECT position, type, state, code, decided_at, amount, account, sequence, target_account,"
                + " target_sequence FROM events ORDER BY position")).containsExactly(
                        Arrays.asList(1L, "verify_cash_deposit", "accepted", null, 2L, money("5.00"), "A", 2L, null,
                                null),
                        Arrays.asList(2L, "cash_deposit", "accepted", null, 2L, money("5.00"), "A", 1L, null, null),
                        Arrays.asList(3L, "inter_account_transfer", "accepted", null, 7L, money("1.00"), "A", 3L, "B",
                                2L),
                        Arrays.asList(4L, "incoming_payment", "accepted", null, 4L, money("2.50"), "B", 1L, null, null),
                        Arrays.asList(5L, "outgoing_payment_rejected", "waiting", null, 5L, money("0.07"), null, null,
                                null,
                                null),
                        Arrays.asList(6L, null, "rejected", "UNKNOWN_EVENT_TYPE", 6L, null, null, null, null, null),
                        Arrays.asList(8L, "incoming_payment", "new", null, null, null, null, null, null, null));
    }

    @Test
    void entries_and_accounts_are_the_ledgers() {
        put("incoming_payment_1", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"100\"}");
        put("outgoing_payment_unverified_1", "{\"EventTimeStamp\":60,\"SourceAccount\":\"A\",\"Amount\":\"0.01\"}");
        process();

        assertThat(ask("SELECT account, sequence, key, status, event_time, actual_effect, available_effect, actual,"
                + " available, position, decided_at FROM entries ORDER BY sequence")).containsExactly(
                        List.of("A", 1L, "incoming_payment_1.event", "VERIFIED", "1970-01-01 00:00:00.000000",
                                money("100.00"), money("100.00"), money("100.00"), money("100.00"), 1L, 1L),
                        List.of("A", 2L, "outgoing_payment_unverified_1.event", "PENDING", "1970-01-01 00:01:00.000000",
                                money("0.00"), money("-0.01"), money("100.00"), money("99.99"), 2L, 2L));
        assertThat(ask("SELECT account, actual, available, sequence, length(digest) AS digits, last_key FROM accounts"))
                .containsExactly(List.of("A", money("100.00"), money("99.99"), 2L, 64L,
                        "outgoing_payment_unverified_1.event"));
    }

    @Test
    void balances_at_their_limit_have_room() {
        for (int i = 1; i <= 10; i++) {
            put("incoming_payment_" + i,
                    "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"1000000000000000\"}");
        }
        process();

        assertThat(ask("SELECT actual FROM accounts")).containsExactly(List.of(money("10000000000000000.00")));
        assertThat(ask("SELECT SUM(actual) * 2 AS twice FROM entries")).containsExactly(
                List.of(money("110000000000000000.00")));
    }

    @Test
    void only_the_tables_that_are_named_are_made_and_once() throws IOException {
        put("incoming_payment_1", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"100\"}");
        process();
        ask("SELECT 1 AS accounts");
        assertThat(made()).isEmpty();

        ask("SELECT * FROM Accounts");
        Map<String, Long> first = made();
        assertThat(first.keySet()).singleElement().asString().startsWith("accounts-");
        ask("WITH a AS (SELECT * FROM \"accounts\") SELECT * FROM a");
        assertThat(made()).as("the same file").isEqualTo(first);

        put("incoming_payment_2", "{\"EventTimeStamp\":0,\"TargetAccount\":\"B\",\"Amount\":\"100\"}");
        assertThat(ask("SELECT account FROM accounts")).hasSize(1);
        assertThat(made()).as("nothing was processed").isEqualTo(first);
        process();
        assertThat(ask("SELECT account FROM accounts")).hasSize(2);
        assertThat(made().keySet()).singleElement().asString().startsWith("accounts-")
                .isNotIn(first.keySet());
    }

    @Test
    void before_anything_was_processed_there_are_events_and_no_accounts() {
        put("incoming_payment_1", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"100\"}");

        assertThat(ask("SELECT state FROM events")).containsExactly(List.of("new"));
        assertThat(ask("SELECT * FROM accounts")).isEmpty();
        assertThat(ask("SELECT * FROM entries")).isEmpty();
    }

    @Test
    void what_a_bucket_holds_and_the_ledger_does_not_have_is_found() {
        put("incoming_payment_1", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"100\"}");
        process();
        put("incoming_payment_2", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"100\"}");
        listed.list(home.stores(), InventoryRequest.DEFAULT, clock.instant());

        assertThat(ask(ReadyQuery.MISSING_IN_LEDGER.sql(List.of("new")))).singleElement()
                .asInstanceOf(InstanceOfAssertFactories.LIST).startsWith("new", "incoming_payment_2.event", "p2-v1");
        assertThat(ask(ReadyQuery.MISSING_IN_LEDGER.sql(List.of(InventoryWriter.nameOf(Bucket.REJECTED))))).isEmpty();
    }

    @Test
    void a_selection_gives_the_same_rows_over_either_form_of_the_same_inventory() {
        for (int i = 1; i <= 30; i++) {
            put("incoming_payment_" + i,
                    "{\"EventTimeStamp\":0,\"TargetAccount\":\"A" + i % 3 + "\",\"Amount\":\"1\"}");
            put("incoming_payment_" + i, "another " + i);
        }
        process();
        Selection selection = Selection.ALL
                .between(clock.instant().toEpochMilli() - 45 * 60_000, Long.MAX_VALUE / 1_000_000)
                .ofTypes(Set.of(EventType.INCOMING_PAYMENT)).ofAccounts(Set.of("A1", "A2"));

        List<List<Item>> answers = new ArrayList<>();
        for (InventoryFormat format : List.of(InventoryFormat.CSV, InventoryFormat.PARQUET)) {
            clock.advance(Duration.ofHours(1));
            listed.list(home.stores(),
                    new InventoryRequest(null, "inventories", Set.of(Bucket.values()), Set.of(format), 7),
                    clock.instant());
            List<Item> items = new ArrayList<>();
            try (Cursor<Item> cursor = new HomeCatalog(listed.queries(home.stores()), listed.inventories(),
                    HomeCatalog.ownBuckets()).select(selection)) {
                for (Item item = cursor.next(); item != null; item = cursor.next()) {
                    items.add(item);
                }
            }
            answers.add(items);
        }

        assertThat(answers.getFirst()).hasSizeBetween(10, 30).isEqualTo(answers.getLast());
    }

    @Test
    void ready_made_questions_answer() {
        put("incoming_payment_1", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"100\"}");
        put("incoming_payment_2", "{\"EventTimeStamp\":0,\"TargetAccount\":\"A\",\"Amount\":\"0.30\"}");
        put("cash_withdrawal_1", "{\"EventTimeStamp\":0,\"SourceAccount\":\"A\",\"Amount\":\"1000\"}");
        process();

        assertThat(ask(ReadyQuery.DAILY_TOTALS.sql(List.of()))).containsExactly(
                List.of("2026-01-01", "cash_withdrawal", "rejected", 1L, money("1000.00")),
                List.of("2026-01-01", "incoming_payment", "accepted", 2L, money("100.30")));
        assertThat(ask(ReadyQuery.ACCOUNT_EVENTS.sql(List.of("A", "2026-01-01T01:01:00+01:00"))))
                .extracting(row -> row.get(1)).containsExactly("incoming_payment_2.event", "cash_withdrawal_1.event");
    }

    private void put(String name, String body) {
        home.log().put(List.of(new NewAttempt(EventKey.of(name + EventKey.SUFFIX),
                Body.of(body.getBytes(StandardCharsets.UTF_8)), null)));
        clock.advance(Duration.ofMinutes(1));
    }

    private void process() {
        try (Processor processor = new Processor(home.stores(), ActiveLedger.open(home.stores(), () -> "g1"),
                FoldRun.Options.DEFAULT)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        }
    }

    private List<List<@Nullable Object>> ask(String sql) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Answer answer = listed.queries(home.stores()).query(sql)) {
            for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Map<String, Long> made() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder.resolve("home").resolve("query"))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.getLastModifiedTime(file).toMillis());
            }
        }
        return files;
    }

    private static BigDecimal money(String text) {
        return new BigDecimal(text);
    }
}
