package io.tidemark.embedded.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.embedded.duckdb.DuckDb;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reports stand on disk as S3 delivers them.
@SuppressWarnings("NullAway.Init") // set before each test
class InventoryWriterTest {
    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private EmbeddedHome home;

    @BeforeEach
    void open() {
        home = EmbeddedHome.create(folder.resolve("home"), clock);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void a_report_in_csv_is_s3s_to_the_letter() throws IOException {
        put("incoming_payment_1", "abc");
        put("incoming_payment_1", "abcd");
        put("cash_deposit_2", "{}");
        home.buckets().move(Map.of(1L, Bucket.REJECTED), 3);

        List<InventoryReport> reports = write(Set.of(Bucket.NEW), Set.of(InventoryFormat.CSV), 1000);

        assertThat(reports).singleElement().satisfies(report -> assertThat(report.rows()).isEqualTo(2));
        assertThat(files()).satisfiesExactly(
                manifest -> assertThat(manifest).isEqualTo("new/tidemark-csv/2026-01-02T03-04Z/manifest.checksum"),
                manifest -> assertThat(manifest).isEqualTo("new/tidemark-csv/2026-01-02T03-04Z/manifest.json"),
                data -> assertThat(data).matches("new/tidemark-csv/data/" + UUID + "\\.csv\\.gz"),
                hive -> assertThat(hive).isEqualTo("new/tidemark-csv/hive/dt=2026-01-02-03-04/symlink.txt"));
        String data = files().get(2);
        assertThat(unzipped(data).lines()).containsExactly(
                "\"new\",\"incoming_payment_1.event\",\"p2-v2\",\"true\",\"false\",\"4\",\"2026-01-01T00:01:00.000Z\","
                        + "\"e2fc714c4727ee9395f324cd2e7f331f\",\"STANDARD\",\"false\",\"NOT-SSE\"",
                "\"new\",\"cash_deposit_2.event\",\"p3-v1\",\"true\",\"false\",\"2\",\"2026-01-01T00:02:00.000Z\","
                        + "\"99914b932bd37a50b983c5e7c90ae93b\",\"STANDARD\",\"false\",\"NOT-SSE\"");
        byte[] manifest = bytes("new/tidemark-csv/2026-01-02T03-04Z/manifest.json");
        assertThat(InventoryManifest.parse("m", manifest)).isEqualTo(new InventoryManifest("new",
                "arn:aws:s3:::inventories", CREATED.toEpochMilli(), InventoryFormat.CSV,
                "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass,"
                        + " IsMultipartUploaded, EncryptionStatus",
                List.of(new InventoryManifest.DataFile(data, bytes(data).length, InventoryManifest.md5(bytes(data))))));
        assertThat(new String(manifest, StandardCharsets.UTF_8)).contains("\"version\" : \"2016-11-30\"",
                "\"creationTimestamp\" : \"1767323045678\"", "\"MD5checksum\"");
        assertThat(text("new/tidemark-csv/2026-01-02T03-04Z/manifest.checksum"))
                .isEqualTo(InventoryManifest.md5(manifest));
        assertThat(text("new/tidemark-csv/hive/dt=2026-01-02-03-04/symlink.txt")).isEqualTo("s3://inventories/" + data);
    }

    @Test
    void a_report_in_parquet_has_s3s_columns_and_types() throws IOException, SQLException {
        put("incoming_payment_1", "abc");

        write(Set.of(Bucket.NEW), Set.of(InventoryFormat.PARQUET), 1000);

        String data = files().stream().filter(file -> file.endsWith(".parquet")).findFirst().orElseThrow();
        assertThat(text("new/tidemark-parquet/2026-01-02T03-04Z/manifest.json")).contains(
                "\"fileFormat\" : \"Parquet\"",
                "message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); optional binary"
                        + " version_id (UTF8); optional boolean is_latest; optional boolean is_delete_marker; optional"
                        + " int64 size; optional int64 last_modified_date (TIMESTAMP_MILLIS); optional binary e_tag"
                        + " (UTF8); optional binary storage_class (UTF8);"
                        + " optional boolean is_multipart_uploaded; optional binary encryption_status (UTF8); }");
        assertThat(query("SELECT name || ' ' || type || ' ' || COALESCE(converted_type, '-') FROM parquet_schema('"
                + folder.resolve("out").resolve(data) + "') WHERE type IS NOT NULL")).containsExactly(
                        "bucket BYTE_ARRAY UTF8", "key BYTE_ARRAY UTF8", "version_id BYTE_ARRAY UTF8",
                        "is_latest BOOLEAN -", "is_delete_marker BOOLEAN -", "size INT64 INT_64",
                        "last_modified_date INT64 TIMESTAMP_MILLIS", "e_tag BYTE_ARRAY UTF8",
                        "storage_class BYTE_ARRAY UTF8", "is_multipart_uploaded BOOLEAN -",
                        "encryption_status BYTE_ARRAY UTF8");
    }

    @Test
    void both_forms_have_the_same_rows_in_as_many_files_as_it_takes() {
        for (int i = 1; i <= 25; i++) {
            put("incoming_payment_" + i, "x".repeat(i));
        }
        home.buckets().move(Map.of(3L, Bucket.ARCHIVE, 7L, Bucket.REJECTED), 25);

        List<InventoryReport> reports = write(Set.of(Bucket.values()), InventoryRequest.DEFAULT.formats(), 10);

        assertThat(reports).extracting(report -> report.bucket() + " " + report.format() + " " + report.rows() + " "
                + report.files()).containsExactly("new CSV 23 3", "new PARQUET 23 3", "archive CSV 1 1",
                        "archive PARQUET 1 1", "rejected CSV 1 1", "rejected PARQUET 1 1");
        assertThat(StoredReport.newest(folder.resolve("out"))).hasSize(3)
                .allSatisfy(report -> assertThat(report.manifest().format()).isEqualTo(InventoryFormat.PARQUET));
    }

    @Test
    void an_empty_bucket_has_a_report_without_files() throws IOException {
        assertThat(write(Set.of(Bucket.ARCHIVE), Set.of(InventoryFormat.CSV), 10)).singleElement()
                .satisfies(report -> assertThat(report.files()).isZero());
        assertThat(files()).hasSize(3);
    }

    private void put(String name, String body) {
        home.log().put(List.of(new NewAttempt(EventKey.of(name + EventKey.SUFFIX),
                Body.of(body.getBytes(StandardCharsets.UTF_8)), null)));
        clock.advance(Duration.ofMinutes(1));
    }

    private List<InventoryReport> write(Set<Bucket> buckets, Set<InventoryFormat> formats, int rowsPerFile) {
        try {
            Path work = Files.createTempDirectory(folder, "work");
            return new InventoryWriter(home.stores(), folder.resolve("out"),
                    new InventoryRequest(null, "inventories", buckets, formats, rowsPerFile), CREATED, work)
                    .write(Progress.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files() throws IOException {
        Path out = folder.resolve("out");
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(Files::isRegularFile).map(file -> out.relativize(file).toString()).sorted().toList();
        }
    }

    private byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(folder.resolve("out").resolve(file));
    }

    private String text(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private String unzipped(String file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("out").resolve(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (DuckDb db = DuckDb.open(folder.resolve("spill"), 64L << 20);
                PreparedStatement statement = db.prepare(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
