package io.tidemark.core.inventory;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.inventory.AthenaSql.Partition;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// The statements for Athena over bundles on S3: a list of them that is written down for a question, and tables over their lines and
/// indexes. `bundles` and `bundled` are selections over these.
public final class BundleSql {
    /// The columns of the list: those of `bundles`, and `place`, the object in which the bundle's attempts are read. All are text.
    public static final List<String> LIST = List.of("bundle", "day", "attempts", "bytes", "stored_bytes", "sha256",
            "storage_class", "ready_at", "until", "place");
    /// The table that each list is a partition of.
    public static final String LIST_TABLE = "bundle_list";

    private static final int DIGITS = 8;

    private BundleSql() {}

    /// The statement that makes the table of lists where there is none.
    ///
    /// @param location a place in S3 that the table is said to be in; its partitions have their own
    public static String makeListTable(String location) {
        return AthenaSql.makeTextTable(LIST_TABLE, LIST, location);
    }

    /// The table over the lines of a bucket's bundles.
    public static String linesTable(String bucket) {
        return "bundle_lines_" + digits(bucket);
    }

    /// The table over their indexes.
    public static String indexTable(String bucket) {
        return "bundle_index_" + digits(bucket);
    }

    private static String digits(String bucket) {
        return Sha256.of(bucket.getBytes(StandardCharsets.UTF_8)).toString().substring(0, DIGITS);
    }

    /// The statement that makes one of these where there is none.
    ///
    /// @param location what all its objects are below: `s3://bucket/folder/`, and then `dt=YYYY-MM-DD/`
    public static String makeTable(String table, String location) {
        return AthenaSql.statement("bundle-table", Map.of("table", table, "location", CatalogSql.literal(location)));
    }

    /// The selection that `bundles` is.
    public static String bundles(Partition list) {
        return AthenaSql.statement("bundles-rows", Map.of("list_table", list.table(), "source",
                CatalogSql.literal(list.source()), "dt", CatalogSql.literal(list.dt())));
    }

    /// The selection that `bundled` is.
    ///
    /// @param list  the list, whose `source` is the bucket with the bundles
    /// @param first the first day that has a bundle
    /// @param last  the last one
    public static String bundled(Partition list, LocalDate first, LocalDate last) {
        return AthenaSql.statement("bundled-rows",
                Map.of("lines_table", linesTable(list.source()), "index_table", indexTable(list.source()), "list_table",
                        list.table(), "source", CatalogSql.literal(list.source()), "dt", CatalogSql.literal(list.dt()),
                        "first", CatalogSql.literal(first.toString()), "last", CatalogSql.literal(last.toString())));
    }
}
