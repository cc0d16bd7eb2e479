package io.tidemark.aws.athena;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryLayout;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// Writes reports as S3 Inventory does, in CSV, of what a bucket holds now, for who cannot wait for the daily ones. A report is complete once
/// its checksum is there; one of the same minute takes the place of the one before.
final class ReportWriter {
    /// The name of the configuration that these reports stand under, beside those of S3.
    static final String CONFIGURATION = "tidemark-csv";

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final byte[] NOT_YET = "not yet".getBytes(StandardCharsets.US_ASCII);

    private final S3Client client;
    private final BucketObjects objects;
    private final BucketNames sources;
    private final AthenaNames names;
    private final Instant created;
    private final int rowsPerFile;

    /// @param created when the reports are begun
    ReportWriter(S3Client client, BucketNames sources, AthenaNames names, Instant created, int rowsPerFile) {
        this.client = client;
        objects = new BucketObjects(client);
        this.sources = sources;
        this.names = names;
        this.created = created;
        this.rowsPerFile = rowsPerFile;
    }

    /// Writes the report of one bucket.
    ///
    /// @param progress hears of the rows
    InventoryReport write(Bucket bucket, Progress progress) {
        String source = sources.of(bucket);
        String destination = names.inventoryOf(bucket);
        InventoryLayout layout = new InventoryLayout(source, CONFIGURATION, created);
        // While the list of files of a report of the same minute is replaced, it is not complete.
        objects.put(destination, layout.checksum(), NOT_YET);
        LineFiles lines = new LineFiles(client, destination, number -> layout.data(UUID.nameUUIDFromBytes(
                (source + "|" + created + "|" + number).getBytes(StandardCharsets.UTF_8))
                + InventoryFormat.CSV.suffix()), rowsPerFile);
        list(source, lines, progress);
        List<DataFile> files = lines.end();
        objects.put(destination, layout.symlink(), String.join("\n", files.stream()
                .map(file -> "s3://" + destination + "/" + file.key()).toList()).getBytes(StandardCharsets.UTF_8));
        byte[] manifest = new InventoryManifest(source, "arn:aws:s3:::" + destination, created.toEpochMilli(),
                InventoryFormat.CSV, InventoryManifest.schemaOf(InventoryFormat.CSV, InventoryColumn.LISTED), files)
                .toJson();
        objects.put(destination, layout.manifest(), manifest);
        objects.put(destination, layout.checksum(), InventoryManifest.checksum(manifest));
        return new InventoryReport(source, InventoryFormat.CSV, lines.lines(), files.size(),
                files.stream().mapToLong(DataFile::size).sum(), "s3://" + destination + "/" + layout.manifest());
    }

    private void list(String source, LineFiles lines, Progress progress) {
        try {
            for (ListObjectVersionsResponse page : client.listObjectVersionsPaginator(list -> list.bucket(source))) {
                page.versions().forEach(version -> lines.add(line(source, version)));
                page.deleteMarkers().forEach(marker -> lines.add(line(source, marker)));
                progress.at(lines.lines(), lines.lines());
            }
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the versions in " + source);
        }
    }

    private static String line(String source, ObjectVersion version) {
        String tag = version.eTag() == null ? "" : version.eTag().replace("\"", "");
        return line(source, version.key(), version.versionId(), version.isLatest(), false,
                Long.toString(version.size()), version.lastModified(), tag,
                version.storageClassAsString() == null ? "STANDARD" : version.storageClassAsString());
    }

    private static String line(String source, DeleteMarkerEntry marker) {
        return line(source, marker.key(), marker.versionId(), marker.isLatest(), true, "", marker.lastModified(), "",
                "");
    }

    private static String line(String source, String key, @Nullable String version, @Nullable Boolean latest,
            boolean marker, String size, Instant modified, String tag, String storageClass) {
        // Tags of objects that were put in several pieces bear a dash. How each is encrypted no listing tells.
        return '"' + String.join("\",\"", source,
                URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/"),
                version == null ? "" : version, Boolean.toString(Boolean.TRUE.equals(latest)), Boolean.toString(marker),
                size, TIME.format(modified), tag, storageClass, Boolean.toString(tag.indexOf('-') >= 0), "") + '"';
    }
}
