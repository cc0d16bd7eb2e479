package io.tidemark.core.inventory;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The statements for Athena, made of the texts beside [CatalogSql]: tables in Hive's language, which are made once and get a partition
/// for each report and each writing-down of the index; and what the tables of a question are, as selections over those partitions. A
/// selection names its partitions, so that it stays what it is whatever is added meanwhile.
public final class AthenaSql {
    /// The columns of the index's table of attempts.
    public static final List<String> EVENTS = List.of("key", "version_id", "type", "arrival", "channel", "event_time",
            "amount", "state", "code", "reason", "judged_at", "account", "sequence", "target_account",
            "target_sequence", "in_archive", "in_rejected");
    /// The columns of the index's table of entries.
    public static final List<String> ENTRIES = List.of("account", "sequence", "key", "version_id", "status",
            "event_time", "actual_effect", "available_effect", "actual", "available", "committed_at");
    /// The columns of the index's table of accounts.
    public static final List<String> ACCOUNTS = List.of("account", "customer", "actual", "available", "sequence",
            "digest", "last_key", "last_event_time");
    /// The columns of the table that says which attempt a copy is of.
    public static final List<String> COPIES = List.of("bucket", "key", "copy_version", "version_id");

    private static final String FOLDER = "athena/";

    private AthenaSql() {}

    /// A part of the index as it is written down.
    public enum Part {
        /// One line an attempt.
        EVENTS(AthenaSql.EVENTS),
        /// One line an entry.
        ENTRIES(AthenaSql.ENTRIES),
        /// One line an account.
        ACCOUNTS(AthenaSql.ACCOUNTS),
        /// One line a copy whose key has several in its bucket.
        COPIES(AthenaSql.COPIES);

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> columns;

        Part(List<String> columns) {
            this.columns = columns;
        }

        /// The columns, all of them text.
        public List<String> columns() {
            return columns;
        }

        /// Its name in keys, and as a table of questions.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Its table in Athena.
        public String table() {
            return "index_" + label();
        }
    }

    /// A partition of a table.
    ///
    /// @param table    the table
    /// @param source   the bucket that is listed and its configuration, or the table of the index
    /// @param dt       its moment
    /// @param location where its files are, or its list of files: `s3://bucket/folder/`
    public record Partition(String table, String source, String dt, String location) {}

    /// A report of a bucket, as a partition.
    ///
    /// @param bucket    the bucket that it lists
    /// @param manifest  what belongs to it
    /// @param partition where it is
    public record Report(Bucket bucket, InventoryManifest manifest, Partition partition) {}

    /// The name that a bucket has in questions.
    public static String nameOf(Bucket bucket) {
        return bucket.name().toLowerCase(Locale.ROOT);
    }

    /// The table that reports of that form are partitions of. Reports in CSV with other columns have another.
    ///
    /// @throws StorageException of kind `UNSUPPORTED_FORMAT` for ORC
    public static String reportsTable(InventoryManifest manifest) {
        return switch (manifest.format()) {
            case PARQUET -> "reports_parquet";
            case CSV -> "reports_csv_" + Sha256.of(String.join(",", manifest.labels()).getBytes(StandardCharsets.UTF_8))
                    .toString().substring(0, 8);
            case ORC -> throw new StorageException(Kind.UNSUPPORTED_FORMAT, "the inventory of bucket "
                    + manifest.sourceBucket()
                    + " is delivered as ORC, which is not read here; configure it as Parquet or CSV");
        };
    }

    /// The statement that makes a table of reports where there is none.
    ///
    /// @param location a place in S3 that the table is said to be in; its partitions have their own
    public static String makeReportsTable(InventoryManifest manifest, String location) {
        Map<String, String> values = new HashMap<>();
        values.put("table", reportsTable(manifest));
        values.put("location", CatalogSql.literal(location));
        if (manifest.format() == InventoryFormat.PARQUET) {
            return statement("reports-parquet-table", values);
        }
        values.put("columns", textColumns(csvColumns(manifest)));
        return statement("reports-csv-table", values);
    }

    /// The statement that makes the table of a part of the index where there is none.
    ///
    /// @param location a place in S3 that the table is said to be in; its partitions have their own
    public static String makeIndexTable(Part part, String location) {
        return makeTextTable(part.table(), part.columns(), location);
    }

    /// The statement that makes a table over lines of JSON whose values are text.
    static String makeTextTable(String table, List<String> columns, String location) {
        return statement("index-table", Map.of("table", table, "columns", textColumns(columns), "location",
                CatalogSql.literal(location)));
    }

    private static String textColumns(List<String> columns) {
        return columns.stream().map(column -> "  " + column + " string").collect(Collectors.joining(",\n"));
    }

    /// A CSV report's columns in order; those unknown here by their place.
    private static List<String> csvColumns(InventoryManifest manifest) {
        List<String> names = new ArrayList<>();
        for (String label : manifest.labels()) {
            InventoryColumn column = InventoryColumn.ofLabel(label);
            names.add(column == null ? "c" + names.size() : column.column());
        }
        return names;
    }

    /// The statement that adds partitions to their one table, those that are there already left as they are.
    public static String addPartitions(List<Partition> partitions) {
        return statement("add-partitions", Map.of("table", partitions.getFirst().table(), "partitions",
                partitions.stream()
                        .map(one -> "PARTITION (source = " + CatalogSql.literal(one.source()) + ", dt = "
                                + CatalogSql.literal(one.dt()) + ") LOCATION " + CatalogSql.literal(one.location()))
                        .collect(Collectors.joining("\n"))));
    }

    /// The selection that `inventory` is.
    ///
    /// @param reports one of each bucket that has one; not empty
    /// @param index   where the index is: a partition of any of its tables, or null when it was never written down
    public static String inventory(List<Report> reports, @Nullable Partition index) {
        return reports.stream().map(report -> rows(report, index)).collect(Collectors.joining("UNION ALL\n"));
    }

    private static String rows(Report report, @Nullable Partition index) {
        Map<String, String> values = new HashMap<>();
        values.put("bucket", CatalogSql.literal(nameOf(report.bucket())));
        values.put("table", report.partition().table());
        values.put("source", CatalogSql.literal(report.partition().source()));
        values.put("dt", CatalogSql.literal(report.partition().dt()));
        List<String> present = csvColumns(report.manifest());
        for (InventoryColumn column : InventoryColumn.LISTED) {
            values.putIfAbsent(column.column(),
                    present.contains(column.column()) ? column.column() : "CAST(NULL AS VARCHAR)");
        }
        String rows = statement("reports-" + report.manifest().format().name().toLowerCase(Locale.ROOT) + "-rows",
                values);
        if (index == null || report.bucket() == Bucket.NEW) {
            return rows;
        }
        return statement("copies-rows", Map.of("rows", rows, "bucket", CatalogSql.literal(nameOf(report.bucket())),
                "copies_table", Part.COPIES.table(), "events_table", Part.EVENTS.table(), "flag",
                "in_" + nameOf(report.bucket()), "index_source", CatalogSql.literal(index.source()), "index_dt",
                CatalogSql.literal(index.dt())));
    }

    /// The selection that a table over the index is.
    ///
    /// @param part  which; not [Part#COPIES]
    /// @param index where the index is: a partition of any of its tables
    public static String index(Part part, Partition index) {
        return statement(part.label() + "-rows", Map.of("table", part.table(), "source",
                CatalogSql.literal(index.source()), "dt", CatalogSql.literal(index.dt())));
    }

    /// A resource filled in, without the lines of comment that it begins with: Hive's language has no place for them there.
    static String statement(String name, Map<String, String> values) {
        String text = CatalogSql.fill(FOLDER + name, values);
        int start = 0;
        while (text.startsWith("--", start)) {
            start = text.indexOf('\n', start) + 1;
        }
        return text.substring(start);
    }
}
