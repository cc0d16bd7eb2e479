package io.tidemark.aws.athena;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.table.TableRows;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Queries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Lists of an installation's buckets, and questions over them, the index and the bundles. Safe for use by many threads.
public final class AwsInventories {
    /// How many rows of an answer are read back at most.
    public static final int MOST_ROWS = 1_000_000;

    private final S3Client s3;
    private final BucketNames buckets;
    private final AthenaNames names;
    private final S3Bundles bundles;
    private final IndexPlace index;
    private final AthenaTables tables;

    /// The lists of those buckets.
    ///
    /// @param objects the index's table, of the first generation: what is written down is kept under its name
    /// @param bundles those in the archive bucket
    /// @param waiting waits that long before the next look at a statement that runs
    public AwsInventories(S3Client s3, AthenaClient athena, BucketNames buckets, String objects, AthenaNames names,
            S3Bundles bundles, Consumer<Duration> waiting) {
        this.s3 = s3;
        this.buckets = buckets;
        this.names = names;
        this.bundles = bundles;
        BucketObjects small = new BucketObjects(s3);
        index = new IndexPlace(small, names.index(), objects);
        tables = new AthenaTables(new AthenaCalls(athena, names, waiting),
                new DeliveredReports(small, buckets, names), index,
                new BundleLists(small, bundles, buckets.archive(), names.index()));
    }

    /// Lists buckets as they are now, in S3 Inventory's layout, as CSV, and writes the index down as it is after that.
    ///
    /// @param wanted      the buckets to list
    /// @param rowsPerFile how many rows a file has at most
    /// @param singles     the attempts that single objects hold
    /// @param rows        the tables in force
    /// @param created     when that is begun
    /// @param progress    hears of the rows of each list
    /// @throws io.tidemark.core.port.StorageException when something cannot be read or written; nothing looks complete then that is not
    public List<InventoryReport> write(Set<Bucket> wanted, int rowsPerFile, AttemptStore singles, TableRows rows,
            Instant created, Progress progress) {
        ReportWriter writer = new ReportWriter(s3, buckets, names, created, rowsPerFile);
        List<InventoryReport> reports = new ArrayList<>();
        for (Bucket bucket : Bucket.values()) {
            if (wanted.contains(bucket)) {
                reports.add(writer.write(bucket, progress));
            }
        }
        new IndexWriter(s3, names, singles, bundles.readable(), rows, rowsPerFile).write(index, created);
        return reports;
    }

    /// Selects by the newest complete list of each bucket, be it from here or from S3.
    public Catalog catalog() {
        return new AthenaCatalog(tables);
    }

    /// Answers questions over those lists, the index as it was last written down, and the bundles as they are.
    public Queries queries() {
        return new AthenaQueries(tables, MOST_ROWS);
    }
}
