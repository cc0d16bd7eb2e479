package io.tidemark.embedded.inventory;

import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryLayout;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.embedded.duckdb.DuckDb;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes reports of the buckets as S3 Inventory does. A report is complete once its checksum is there, and nothing of it changes
/// afterwards; one of the same minute takes the place of the one before.
public final class InventoryWriter {
    private static final long MEMORY_BYTES = 512L << 20;

    private final Stores stores;
    private final Path directory;
    private final InventoryRequest request;
    private final Instant created;
    private final Path work;
    private final Map<Path, Long> rowCounts = new HashMap<>();

    /// A writer of one set of reports.
    ///
    /// @param directory where the reports go
    /// @param created   when they are begun
    /// @param work      an empty directory for unfinished files; the caller removes it
    public InventoryWriter(Stores stores, Path directory, InventoryRequest request, Instant created, Path work) {
        this.stores = stores;
        this.directory = directory;
        this.request = request;
        this.created = created;
        this.work = work;
    }

    /// What the source bucket of that name is called in reports.
    public static String nameOf(Bucket bucket) {
        return bucket.name().toLowerCase(Locale.ROOT);
    }

    /// Writes the reports.
    ///
    /// @param progress hears of the log's records
    /// @throws io.tidemark.core.port.StorageException when events cannot be read or files not be written; no report looks
    ///                                                complete then that is not
    public List<InventoryReport> write(Progress progress) {
        long upTo = stores.log().lastPosition();
        try {
            Map<Bucket, List<Path>> parts = writeRows(upTo, progress);
            List<InventoryReport> reports = new ArrayList<>();
            for (Bucket bucket : Bucket.values()) {
                List<Path> rows = parts.get(bucket);
                if (rows == null) {
                    continue;
                }
                for (InventoryFormat format : InventoryFormat.values()) {
                    if (request.formats().contains(format)) {
                        reports.add(publish(bucket, format, rows, upTo));
                    }
                }
            }
            return reports;
        } catch (IOException e) {
            throw DiskFailures.of(e, "write an inventory to " + directory);
        }
    }

    /// The rows of each bucket that is asked for, in files of CSV.
    private Map<Bucket, List<Path>> writeRows(long upTo, Progress progress) {
        Map<Bucket, List<Path>> parts = new EnumMap<>(Bucket.class);
        request.buckets().forEach(bucket -> parts.put(bucket, new ArrayList<>()));
        Map<Bucket, CsvRows> open = new EnumMap<>(Bucket.class);
        try {
            for (Bundles.Bundle bundle : stores.bundles().list()) {
                CsvRows rows = rows(Bucket.ARCHIVE, parts, open);
                if (rows != null) {
                    rows.add(bundle);
                }
            }
            new InventoryRows(stores, upTo).forEach((attempt, bucket, latest) -> {
                CsvRows rows = rows(bucket, parts, open);
                if (rows != null) {
                    rows.add(attempt, latest);
                }
            }, progress);
        } finally {
            open.values().forEach(this::end);
        }
        return parts;
    }

    /// Where the next row of a bucket goes, or null when that bucket is not asked for.
    private @Nullable CsvRows rows(Bucket bucket, Map<Bucket, List<Path>> parts, Map<Bucket, CsvRows> open) {
        List<Path> files = parts.get(bucket);
        if (files == null) {
            return null;
        }
        CsvRows rows = open.get(bucket);
        if (rows != null && rows.rows() >= request.rowsPerFile()) {
            end(rows);
            rows = null;
        }
        if (rows == null) {
            rows = new CsvRows(work.resolve(nameOf(bucket) + "-" + files.size() + InventoryFormat.CSV.suffix()),
                    nameOf(bucket));
            files.add(rows.file());
            open.put(bucket, rows);
        }
        return rows;
    }

    private void end(CsvRows rows) {
        rows.close();
        rowCounts.put(rows.file(), rows.rows());
    }

    private InventoryReport publish(Bucket bucket, InventoryFormat format, List<Path> rows, long upTo)
            throws IOException {
        String source = nameOf(bucket);
        InventoryLayout layout = new InventoryLayout(source,
                "tidemark-" + format.name().toLowerCase(Locale.ROOT), created);
        // While the files of a report of the same minute are replaced, it is not complete.
        Files.deleteIfExists(directory.resolve(layout.checksum()));
        List<DataFile> files = new ArrayList<>();
        for (int part = 0; part < rows.size(); part++) {
            String name = UUID.nameUUIDFromBytes((source + "|" + format + "|" + created + "|" + upTo + "|" + part)
                    .getBytes(StandardCharsets.UTF_8)) + format.suffix();
            Path file = directory.resolve(layout.data(name));
            Directories.create(Objects.requireNonNull(file.getParent()));
            if (format == InventoryFormat.CSV) {
                Files.copy(rows.get(part), file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                writeParquet(rows.get(part), file);
            }
            sync(file);
            files.add(new DataFile(layout.data(name), Files.size(file), InventoryFiles.md5(file)));
        }
        InventoryManifest content = new InventoryManifest(source, "arn:aws:s3:::" + request.destination(),
                created.toEpochMilli(), format, InventoryManifest.schemaOf(format, InventoryColumn.LISTED), files);
        write(layout.symlink(), String.join("\n", files.stream()
                .map(file -> "s3://" + request.destination() + "/" + file.key()).toList())
                .getBytes(StandardCharsets.UTF_8));
        byte[] json = content.toJson();
        write(layout.manifest(), json);
        write(layout.checksum(), InventoryManifest.checksum(json));
        return new InventoryReport(source, format,
                rows.stream().mapToLong(file -> rowCounts.getOrDefault(file, 0L)).sum(),
                files.size(), files.stream().mapToLong(DataFile::size).sum(),
                directory.resolve(layout.manifest()).toString());
    }

    /// The same rows in Parquet, read back from the CSV, so that the two cannot differ.
    private void writeParquet(Path csv, Path file) {
        InventoryManifest manifest = new InventoryManifest("", "", 0, InventoryFormat.CSV,
                InventoryManifest.schemaOf(InventoryFormat.CSV, InventoryColumn.LISTED), List.of());
        try (DuckDb db = DuckDb.open(work.resolve("spill"), MEMORY_BYTES)) {
            db.run("COPY (" + InventoryFiles.select(manifest, List.of(csv), InventoryColumn.LISTED, "TIMESTAMP_MS")
                    + ") TO "
                    + CatalogSql.literal(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    private void write(String key, byte[] content) throws IOException {
        Path file = directory.resolve(key);
        Directories.create(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
        sync(file);
        Directories.sync(file.getParent());
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
