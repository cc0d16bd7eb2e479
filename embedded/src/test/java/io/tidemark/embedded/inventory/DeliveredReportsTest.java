package io.tidemark.embedded.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Catalog.Item;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.embedded.duckdb.DuckDb;
import io.tidemark.embedded.query.HomeCatalog;
import io.tidemark.embedded.query.HomeQueries;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reports as S3 delivers them, copied here with `aws s3 sync`.
@SuppressWarnings("NullAway.Init") // set before each test
class DeliveredReportsTest {
    private static final String SOURCE = "acme-new-events";
    private static final String PREFIX = "inventories/" + SOURCE + "/daily/";
    private static final String SCHEMA = "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag,"
            + " StorageClass, IsMultipartUploaded, SomethingNew";
    private static final String FIRST_VERSION = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY";

    @TempDir
    Path folder;

    private EmbeddedHome home;
    private Path reports;
    private Catalog catalog;
    private HomeQueries queries;

    @BeforeEach
    void open() {
        home = EmbeddedHome.create(folder.resolve("home"), ManualClock.atNewYear());
        reports = folder.resolve("reports");
        queries = new HomeQueries(home.stores(), reports, folder.resolve("cache"), use -> use.accept(null));
        catalog = new HomeCatalog(queries, reports, Map.of(SOURCE, Bucket.NEW));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void several_files_of_versioned_rows_are_read_and_keys_decoded() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA,
                csv("a.csv.gz", row("incoming_payment_1.event", FIRST_VERSION, "false", "false", "120", "GLACIER"),
                        row("incoming_payment_1.event", "Pz7vT", "true", "false", "130", "STANDARD")),
                csv("b.csv.gz", row("cash_deposit_1.event", "d1", "true", "true", "", ""),
                        row("logs%2Fa+b%2Bc+%22quoted%22%2C.txt", "x1", "true", "false", "7", "STANDARD")));

        assertThat(select()).containsExactly(
                new Item(EventKey.of("incoming_payment_1.event"), FIRST_VERSION, Bucket.NEW,
                        Instant.parse("2026-01-01T21:32:10Z").toEpochMilli(), 120, "GLACIER", null),
                new Item(EventKey.of("incoming_payment_1.event"), "Pz7vT", Bucket.NEW,
                        Instant.parse("2026-01-01T21:32:10Z").toEpochMilli(), 130, "STANDARD", null));
        assertThat(
                ask("SELECT key, size, is_delete_marker, storage_class, e_tag, is_multipart_uploaded, object_owner, dt"
                        + " FROM inventory WHERE bucket = '" + SOURCE + "' ORDER BY version_id DESC LIMIT 3"))
                .containsExactly(
                        Arrays.asList("logs/a b+c \"quoted\",.txt", 7L, false, "STANDARD", "etag", false, null,
                                "2026-01-02-01-00"),
                        Arrays.asList("cash_deposit_1.event", null, true, null, "etag", false, null,
                                "2026-01-02-01-00"),
                        Arrays.asList("incoming_payment_1.event", 130L, false, "STANDARD", "etag", false, null,
                                "2026-01-02-01-00"));
    }

    @Test
    void parquet_is_read_with_its_moments_in_utc() throws IOException {
        Path file = folder.resolve("a.parquet");
        try (DuckDb db = DuckDb.open(folder.resolve("spill"), 64L << 20)) {
            db.run("COPY (SELECT 'acme-new-events' AS bucket, 'incoming_payment_1.event' AS key, 'v1' AS version_id,"
                    + " true AS is_latest, false AS is_delete_marker, 5::BIGINT AS size,"
                    + " TIMESTAMPTZ '2026-01-01 22:32:10+01:00' AS last_modified_date, 'GLACIER' AS storage_class) TO "
                    + CatalogSql.literal(file.toString()) + " (FORMAT parquet)");
        }
        deliver("2026-01-02T01-00Z", InventoryFormat.PARQUET,
                "message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);"
                        + "  optional binary version_id (STRING);  optional boolean is_latest;  optional boolean"
                        + " is_delete_marker;  optional int64 size;  optional int64 last_modified_date"
                        + " (TIMESTAMP(MILLIS,true));  optional binary storage_class (STRING);}",
                new Delivered("a.parquet", Files.readAllBytes(file)));

        assertThat(select()).singleElement().satisfies(item -> {
            assertThat(Instant.ofEpochMilli(item.arrivalMillis())).isEqualTo("2026-01-01T21:32:10Z");
            assertThat(item.storageClass()).isEqualTo("GLACIER");
        });
        assertThat(ask("SELECT e_tag FROM inventory")).containsExactly(Arrays.asList((Object) null));
    }

    @Test
    void a_report_counts_once_its_checksum_is_there() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA,
                csv("a.csv.gz", row("a_1.event", "v", "true", "false", "1", "S")));
        deliver("2026-01-03T01-00Z", InventoryFormat.CSV, SCHEMA,
                csv("b.csv.gz", row("a_2.event", "v", "true", "false", "1", "S")));
        Path checksum = reports.resolve(PREFIX + "2026-01-03T01-00Z/manifest.checksum");
        byte[] complete = Files.readAllBytes(checksum);
        Files.delete(checksum);
        assertThat(select()).extracting(item -> item.key().text()).containsExactly("a_1.event");

        Files.writeString(checksum, "0".repeat(32));
        assertThat(select()).extracting(item -> item.key().text()).containsExactly("a_1.event");

        Files.write(checksum, complete);
        assertThat(select()).extracting(item -> item.key().text()).containsExactly("a_2.event");
        assertThat(catalog.reports()).singleElement().satisfies(report -> assertThat(
                Instant.ofEpochMilli(report.createdMillis())).isEqualTo("2026-01-03T01:00:00Z"));
    }

    @Test
    void files_that_are_not_what_the_manifest_says_are_named() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA,
                csv("a.csv.gz", row("a_1.event", "v", "true", "false", "1", "S")));
        Path data = reports.resolve(PREFIX + "data/a.csv.gz");
        byte[] bytes = Files.readAllBytes(data);
        bytes[bytes.length - 1] ^= 1;
        Files.write(data, bytes);
        assertRefused(Kind.MISSING, "data/a.csv.gz has other bytes than it had");

        Files.write(data, Arrays.copyOf(bytes, 10));
        assertRefused(Kind.MISSING, "data/a.csv.gz has 10 bytes");

        Files.delete(data);
        assertRefused(Kind.MISSING, "data/a.csv.gz is not there");
    }

    @Test
    void a_manifest_names_no_file_outside_the_reports() throws IOException {
        Delivered secret = csv("secret.csv.gz", row("a_1.event", "v", "true", "false", "1", "S"));
        Files.write(folder.resolve("secret.csv.gz"), secret.bytes());
        for (String key : List.of("../../../../secret.csv.gz", folder.resolve("secret.csv.gz").toString())) {
            manifest("2026-01-02T01-00Z", InventoryFormat.CSV, SCHEMA,
                    List.of(new DataFile(key, secret.bytes().length, InventoryManifest.md5(secret.bytes()))));

            assertRefused(Kind.MISSING, "is not there");
        }
    }

    @Test
    void orc_is_refused_with_what_to_do() throws IOException {
        deliver("2026-01-02T01-00Z", InventoryFormat.ORC, "struct<bucket:string,key:string>",
                new Delivered("a.orc", new byte[] {'O', 'R', 'C'}));

        assertRefused(Kind.UNSUPPORTED_FORMAT, "delivered as ORC", "configure it as Parquet or CSV");
    }

    private void assertRefused(Kind kind, String... said) {
        assertThatExceptionOfType(StorageException.class).isThrownBy(this::select)
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(kind)).withMessageContainingAll(said);
    }

    /// A file of a report.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Delivered(String name, byte[] bytes) {}

    private void deliver(String stamp, InventoryFormat format, String schema, Delivered... files) throws IOException {
        List<DataFile> listed = new ArrayList<>();
        Files.createDirectories(reports.resolve(PREFIX + "data"));
        for (Delivered file : files) {
            Files.write(reports.resolve(PREFIX + "data").resolve(file.name()), file.bytes());
            listed.add(new DataFile(PREFIX + "data/" + file.name(), file.bytes().length,
                    InventoryManifest.md5(file.bytes())));
        }
        manifest(stamp, format, schema, listed);
    }

    private void manifest(String stamp, InventoryFormat format, String schema, List<DataFile> files)
            throws IOException {
        Instant created = Instant.parse(stamp.substring(0, 13) + ":" + stamp.substring(14, 16) + ":00Z");
        byte[] json = new InventoryManifest(SOURCE, "arn:aws:s3:::acme-inventories", created.toEpochMilli(), format,
                schema,
                files).toJson();
        Path place = Files.createDirectories(reports.resolve(PREFIX + stamp));
        Files.write(place.resolve("manifest.json"), json);
        Files.writeString(place.resolve("manifest.checksum"), InventoryManifest.md5(json) + "\n");
    }

    private static String row(String key, String version, String latest, String marker, String size, String storage) {
        return String.join(",",
                List.of(SOURCE, key, version, latest, marker, size, "2026-01-01T21:32:10.000Z", "etag", storage,
                        "false", "what is this").stream().map(value -> "\"" + value + "\"").toList());
    }

    private static Delivered csv(String name, String... rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write((String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new Delivered(name, bytes.toByteArray());
    }

    private List<Item> select() {
        List<Item> items = new ArrayList<>();
        try (Cursor<Item> cursor = catalog.select(Catalog.Selection.ALL)) {
            for (Item item = cursor.next(); item != null; item = cursor.next()) {
                items.add(item);
            }
        }
        return items;
    }

    private List<List<@Nullable Object>> ask(String sql) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Queries.Answer answer = queries.query(sql)) {
            for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
