package io.tidemark.aws.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.aws.LocalServers;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Catalog.Item;
import io.tidemark.core.port.Catalog.Selection;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.embedded.duckdb.DuckDb;
import io.tidemark.embedded.query.HomeCatalog;
import io.tidemark.embedded.query.HomeQueries;
import io.tidemark.testkit.servers.AwsServers;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/// Reports as S3 delivers them, and copies of attempts, as questions see them.
class ListsOnAthenaTest {
    private static final String SCHEMA = "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate,"
            + " StorageClass, SomethingNew";
    private static final String PAYMENT = "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"1.00\"}";
    private static final String TOO_MUCH = "{\"EventTimeStamp\":1,\"SourceAccount\":\"A\",\"Amount\":\"9.00\"}";

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private final AwsListed listed = new AwsListed(clock);
    private final String source = listed.installation().buckets().newEvents();
    private final String reports = listed.names().inventoryOf(Bucket.NEW);

    @AfterEach
    void close() {
        listed.close();
    }

    /// A file of a report.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Delivered(String name, byte[] bytes) {}

    private static Delivered csv(String name, String... rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write((String.join("\n", rows) + "\n").getBytes(UTF_8));
        }
        return new Delivered(name, bytes.toByteArray());
    }

    private String row(String key, String version, String marker, String size) {
        return "\"" + String.join("\",\"", source, key, version, "true", marker, size, "2026-01-01T21:32:10.000Z",
                "GLACIER", "what is this") + "\"";
    }

    private void put(String key, byte[] bytes) {
        LocalServers.s3().putObject(put -> put.bucket(reports).key(key), RequestBody.fromBytes(bytes));
    }

    /// Delivers a report without its checksum, as it is for a while.
    ///
    /// @return what completes it
    private Runnable deliver(String moment, InventoryFormat format, String schema, Delivered... files) {
        List<DataFile> data = new ArrayList<>();
        String place = source + "/events/";
        for (Delivered file : files) {
            put(place + "data/" + file.name(), file.bytes());
            data.add(new DataFile(place + "data/" + file.name(), file.bytes().length,
                    InventoryManifest.md5(file.bytes())));
        }
        put(place + "hive/dt=" + moment.replace("T", "-").replace("Z", "") + "/symlink.txt", String.join("\n",
                data.stream().map(file -> "s3://" + reports + "/" + file.key()).toList()).getBytes(UTF_8));
        byte[] manifest = new InventoryManifest(source, "arn:aws:s3:::" + reports,
                Instant.parse(moment.substring(0, 13) + ":" + moment.substring(14, 16) + ":00Z").toEpochMilli(), format,
                schema, data).toJson();
        put(place + moment + "/manifest.json", manifest);
        return () -> put(place + moment + "/manifest.checksum", InventoryManifest.checksum(manifest));
    }

    private static List<Item> select(Catalog catalog, Selection selection) {
        List<Item> items = new ArrayList<>();
        try (Cursor<Item> cursor = catalog.select(selection)) {
            for (Item item = cursor.next(); item != null; item = cursor.next()) {
                items.add(item);
            }
        }
        return items;
    }

    private List<List<@Nullable Object>> ask(String sql) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (var answer = listed.queries().query(sql)) {
            for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void several_files_of_versioned_rows_are_read_and_keys_decoded() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA,
                csv("a.csv.gz", row("incoming_payment_1.event", "v1", "false", "120"),
                        row("incoming_payment_1.event", "v2", "false", "130")),
                csv("b.csv.gz", row("cash_deposit_1.event", "d1", "true", ""),
                        row("logs%2Fa+b%2Bc+%22quoted%22%2C.txt", "x1", "false", "7")))
                .run();

        assertThat(select(listed.catalog(), Selection.ALL)).containsExactly(
                new Item(EventKey.of("incoming_payment_1.event"), "v1", Bucket.NEW,
                        Instant.parse("2026-01-01T21:32:10Z").toEpochMilli(), 120, "GLACIER", null),
                new Item(EventKey.of("incoming_payment_1.event"), "v2", Bucket.NEW,
                        Instant.parse("2026-01-01T21:32:10Z").toEpochMilli(), 130, "GLACIER", null));
        assertThat(ask(
                "SELECT bucket, key, size, is_delete_marker, e_tag, dt FROM inventory WHERE version_id IN ('d1', 'x1')"
                        + " ORDER BY version_id"))
                .containsExactly(
                        Arrays.asList("new", "cash_deposit_1.event", null, true, null, "2026-01-02-01-00"),
                        Arrays.asList("new", "logs/a b+c \"quoted\",.txt", 7L, false, null, "2026-01-02-01-00"));
    }

    @Test
    void parquet_is_read_with_its_moments_in_utc_and_what_it_does_not_have_is_null() throws IOException {
        Path file = folder.resolve("a.parquet");
        try (DuckDb db = DuckDb.open(folder.resolve("spill"), 64L << 20)) {
            db.run("COPY (SELECT '" + source + "' AS bucket, 'incoming_payment_1.event' AS key, 'v1' AS version_id,"
                    + " true AS is_latest, false AS is_delete_marker, 5::BIGINT AS size,"
                    + " TIMESTAMPTZ '2026-01-01 22:32:10+01:00' AS last_modified_date, 'GLACIER' AS storage_class) TO '"
                    + file + "' (FORMAT parquet)");
        }
        deliver("2026-01-02T01-00Z", InventoryFormat.PARQUET,
                "message s3.inventory { required binary bucket (STRING); }",
                new Delivered("a.parquet", Files.readAllBytes(file))).run();

        assertThat(select(listed.catalog(), Selection.ALL)).singleElement()
                .satisfies(item -> assertThat(Instant.ofEpochMilli(item.arrivalMillis()))
                        .isEqualTo("2026-01-01T21:32:10Z"));
        assertThat(ask("SELECT e_tag, size FROM inventory")).containsExactly(Arrays.asList(null, 5L));
    }

    @Test
    void a_report_counts_once_its_checksum_is_there_and_holds() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA, csv("a.csv.gz", row("a_1.event", "v", "false", "1")))
                .run();
        Runnable complete = deliver("2026-01-03T01-00Z", InventoryFormat.CSV, SCHEMA,
                csv("b.csv.gz", row("a_2.event", "v", "false", "1")));
        assertThat(select(listed.catalog(), Selection.ALL)).extracting(item -> item.key().text())
                .containsExactly("a_1.event");

        put(source + "/events/2026-01-03T01-00Z/manifest.checksum", "0".repeat(32).getBytes(UTF_8));
        assertThat(select(listed.catalog(), Selection.ALL)).extracting(item -> item.key().text())
                .containsExactly("a_1.event");

        complete.run();
        assertThat(select(listed.catalog(), Selection.ALL)).extracting(item -> item.key().text())
                .containsExactly("a_2.event");
    }

    @Test
    void a_file_that_is_not_what_the_manifest_says_is_named() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA, csv("a.csv.gz", row("a_1.event", "v", "false", "1")))
                .run();
        String list = source + "/events/hive/dt=2026-01-02-01-00/symlink.txt";
        byte[] whole = Objects.requireNonNull(AwsServers.objects().bytes(reports, list));
        put(list, new byte[0]);
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> listed.catalog().reports())
                .withMessageContaining("symlink.txt lists 0 of 1 files");
        put(list, whole);
        put(source + "/events/data/a.csv.gz", new byte[10]);

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> listed.catalog().reports())
                .withMessageContainingAll("data/a.csv.gz has 10 bytes", "tidemark inventory")
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Kind.MISSING));
        deliver("2026-01-02T02-00Z", InventoryFormat.ORC, "struct<bucket:string>").run();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> listed.catalog().reports())
                .withMessageContainingAll("delivered as ORC", "configure it as Parquet or CSV");
        clock.advance(Duration.ofDays(2));
        listed.list();
        assertThat(listed.catalog().reports()).as("a newer one in CSV").hasSize(Bucket.values().length);
    }

    @Test
    void without_a_report_or_the_index_it_is_said_how_to_make_them() throws IOException {
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> ask("SELECT * FROM inventory"))
                .withMessageContainingAll("no inventory report", "tidemark --store aws inventory")
                .satisfies(missing -> assertThat(missing.kind()).isEqualTo(Kind.MISSING));
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> ask("SELECT * FROM entries"))
                .withMessageContainingAll("index was never written down", "tidemark --store aws inventory");
        assertThat(select(listed.catalog(), Selection.ALL)).isEmpty();
    }

    @Test
    void a_copy_is_shown_as_the_attempt_that_it_is_of() {
        listed.put(List.of(attempt("incoming_payment_1.event", PAYMENT), attempt("cash_withdrawal_1.event", TOO_MUCH),
                attempt("cash_withdrawal_1.event", TOO_MUCH.replace("9", "8"))));
        AttemptId payment = listed.attempts().versions(EventKey.of("incoming_payment_1.event")).getFirst();
        List<AttemptId> refused = listed.attempts().versions(EventKey.of("cash_withdrawal_1.event"));
        listed.process();
        clock.advance(Duration.ofDays(1));
        listed.archive(payment);
        listed.list();

        assertThat(ask(
                "SELECT bucket, key, version_id FROM inventory WHERE NOT is_delete_marker ORDER BY bucket, version_id"))
                .containsExactlyInAnyOrder(List.of("archive", payment.key().text(), payment.version()),
                        List.of("rejected", refused.getFirst().key().text(), refused.getFirst().version()),
                        List.of("rejected", refused.getLast().key().text(), refused.getLast().version()));
        assertThat(select(listed.catalog(), Selection.ALL.in(Set.of(Bucket.ARCHIVE)).ofAccounts(Set.of("A"))))
                .singleElement().satisfies(item -> assertThat(Instant.ofEpochMilli(item.arrivalMillis()))
                        .isEqualTo(clock.instant().minus(Duration.ofDays(1))));
    }

    @Test
    void ready_made_questions_are_answered() {
        listed.put(List.of(attempt("incoming_payment_1.event", PAYMENT), attempt("cash_withdrawal_1.event", TOO_MUCH)));
        listed.process();
        listed.put(List.of(attempt("incoming_payment_2.event", PAYMENT)));
        listed.list();

        assertThat(ask(ReadyQuery.MISSING_IN_LEDGER.sql(List.of("new")))).singleElement().asString()
                .contains("incoming_payment_2.event");
        assertThat(ask(ReadyQuery.ACCOUNT_EVENTS.sql(List.of("A", "2026-01-01T00:00:00Z"))))
                .extracting(row -> row.get(3)).containsExactly("rejected", "accepted");
        assertThat(ask(ReadyQuery.DAILY_TOTALS.sql(List.of())).toString()).contains("2026-01-01")
                .contains("incoming_payment, accepted, 1, 1.00").contains("cash_withdrawal, rejected, 1, 9.00");
        assertThat(ask("SELECT account, sequence, actual FROM entries")).containsExactly(
                List.of("A", 1L, new java.math.BigDecimal("1.00")));
        assertThat(ask("SELECT account, available, sequence, last_key FROM accounts")).containsExactly(
                List.of("A", new java.math.BigDecimal("1.00"), 1L, "incoming_payment_1.event"));
    }

    @Test
    void what_is_known_to_athena_already_is_not_made_again() {
        listed.list();
        ask("SELECT count(*) AS n FROM events");
        int before = listed.athena().asked().size();

        ask("SELECT count(*) AS n FROM events");

        assertThat(listed.athena().asked()).hasSize(before + 1);
        listed.opened().queries().query("SELECT count(*) AS n FROM events").close();
        assertThat(listed.athena().asked()).as("another process does not know").hasSize(before + 4);
    }

    @Test
    void selections_give_the_same_rows_in_duckdb_over_the_same_lists() throws IOException {
        for (String key : List.of("incoming_payment_1.event", "cash_withdrawal_2.event", "incoming_payment_3.event",
                "something_else.event")) {
            listed.put(List.of(attempt(key, PAYMENT)));
            clock.advance(Duration.ofMinutes(1));
        }
        listed.list();
        Path copied = folder.resolve("copied");
        for (String key : AwsServers.objects().keys(reports, source)) {
            Path file = copied.resolve(key);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Objects.requireNonNull(AwsServers.objects().bytes(reports, key)));
        }
        long from = clock.instant().minus(Duration.ofMinutes(3)).toEpochMilli();
        try (EmbeddedHome home = EmbeddedHome.create(folder.resolve("home"), clock)) {
            Catalog here = new HomeCatalog(new HomeQueries(home.stores(), copied, folder.resolve("cache"),
                    use -> use.accept(null)), copied, Map.of(source, Bucket.NEW));
            for (Selection selection : List.of(Selection.ALL, Selection.ALL.between(from, from + 60_000),
                    Selection.ALL.ofTypes(Set.of(EventType.INCOMING_PAYMENT)))) {
                assertThat(select(listed.catalog(), selection)).isNotEmpty().isEqualTo(select(here, selection));
            }
        }
    }

    @Test
    void reports_have_the_columns_of_the_configured_ones() {
        listed.list();

        assertThat(listed.queries().tables().getFirst().columns()).extracting(column -> column.name())
                .startsWith(InventoryColumn.LISTED.stream().map(InventoryColumn::column).toArray(String[]::new))
                .endsWith("dt");
    }

    private static NewAttempt attempt(String key, String body) {
        return new NewAttempt(EventKey.of(key), Body.of(body.getBytes(UTF_8)), null);
    }
}
