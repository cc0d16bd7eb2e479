package io.tidemark.aws.athena;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.core.inventory.AthenaSql;
import io.tidemark.core.inventory.AthenaSql.Partition;
import io.tidemark.core.inventory.AthenaSql.Report;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryLayout;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds reports where S3 delivers them: `SOURCE/CONFIGURATION/` in the bucket of a bucket's reports. A report counts once its
/// `manifest.checksum` is there and is that of its manifest. Safe for use by many threads.
final class DeliveredReports {
    private static final Pattern FOLDER = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T(\\d{2}-\\d{2})Z/");

    private final BucketObjects objects;
    private final BucketNames sources;
    private final AthenaNames names;

    DeliveredReports(BucketObjects objects, BucketNames sources, AthenaNames names) {
        this.objects = objects;
        this.sources = sources;
        this.names = names;
    }

    /// The newest complete report of each bucket that has one, in the order of the buckets; of two of the same moment the one in Parquet.
    ///
    /// @throws StorageException of kind `MISSING` when files of one are not what its manifest says
    List<Report> newest() {
        List<Report> newest = new ArrayList<>();
        for (Bucket bucket : Bucket.values()) {
            objects.folders(names.inventoryOf(bucket), sources.of(bucket) + "/").stream()
                    .map(configuration -> newest(bucket, configuration)).flatMap(List::stream)
                    .max(Comparator.<Found>comparingLong(report -> report.manifest().createdMillis())
                            .thenComparing(report -> report.manifest().format() == InventoryFormat.PARQUET)
                            .thenComparing(Found::location))
                    .ifPresent(found -> newest.add(report(bucket, found)));
        }
        newest.forEach(this::check);
        return newest;
    }

    /// A complete report.
    ///
    /// @param source the bucket that is listed and the configuration, of which two may have reports of the same minute
    private record Found(InventoryManifest manifest, String source, String dt, String location) {}

    private static Report report(Bucket bucket, Found found) {
        return new Report(bucket, found.manifest(), new Partition(AthenaSql.reportsTable(found.manifest()),
                found.source(), found.dt(), found.location()));
    }

    /// The newest complete report of a configuration, if it has one. Their folders are named by their time.
    private List<Found> newest(Bucket bucket, String configuration) {
        String destination = names.inventoryOf(bucket);
        for (String folder : objects.folders(destination, configuration).reversed()) {
            Matcher dated = FOLDER.matcher(folder.substring(configuration.length()));
            if (dated.matches()) {
                byte[] checksum = objects.get(destination, folder + InventoryLayout.CHECKSUM);
                byte[] json = checksum == null ? null : objects.get(destination, folder + InventoryLayout.MANIFEST);
                if (checksum != null && json != null
                        && InventoryManifest.isChecksum(new String(checksum, StandardCharsets.UTF_8), json)) {
                    InventoryManifest manifest = InventoryManifest.parse("s3://" + destination + "/" + folder
                            + InventoryLayout.MANIFEST, json);
                    String dt = dated.group(1) + "-" + dated.group(2);
                    return List.of(
                            new Found(manifest, configuration.substring(0, configuration.length() - 1), dt,
                                    "s3://" + destination + "/" + configuration + "hive/dt=" + dt + "/"));
                }
            }
        }
        return List.of();
    }

    /// Sees to it that all files of a report are there, as large as its manifest says, and that the list of files that Athena goes by has as
    /// many: with fewer, it would pass over rows in silence.
    private void check(Report report) {
        String bucket = names.inventoryOf(report.bucket());
        String list = report.partition().location().substring(("s3://" + bucket + "/").length()) + "symlink.txt";
        byte[] lines = objects.get(bucket, list);
        long listed = lines == null ? 0
                : new String(lines, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).count();
        if (lines == null || listed != report.manifest().files().size()) {
            throw new StorageException(Kind.MISSING, "the inventory report " + report.partition().location()
                    + " is not what its manifest says: " + list + (lines == null ? " is not there"
                            : " lists " + listed
                                    + " of " + report.manifest().files().size() + " files")
                    + "; wait for the next report, or make one with `tidemark inventory`");
        }
        for (DataFile file : report.manifest().files()) {
            Long size = objects.size(names.inventoryOf(report.bucket()), file.key());
            if (size == null || size != file.size()) {
                throw new StorageException(Kind.MISSING, "the inventory report " + report.partition().location()
                        + " is not what its manifest says: " + file.key() + told(size, file.size())
                        + "; wait for the next report, or make one with `tidemark inventory`");
            }
        }
    }

    private static String told(@Nullable Long size, long wanted) {
        return size == null ? " is not there" : " has " + size + " bytes, not " + wanted;
    }
}
