package io.tidemark.embedded.inventory;

import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryLayout;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A complete report on this machine, written here or copied from where S3 delivered it.
///
/// @param root     the directory of all reports
/// @param folder   the directory of the manifest
/// @param manifest what it says
/// @param checksum the manifest's MD5
public record StoredReport(Path root, Path folder, InventoryManifest manifest, String checksum) {
    private static final int DEEPEST = 12;
    /// Directories that hold rows and lists of files, and no manifests.
    private static final Set<String> WITHOUT_MANIFESTS = Set.of("data", "hive");

    /// The newest complete report of each source bucket in a directory, by the buckets' names; of two of the same moment the one in
    /// Parquet. What is not complete, or no report at all, is passed over.
    public static List<StoredReport> newest(Path directory) {
        Map<String, StoredReport> newest = new TreeMap<>();
        Comparator<StoredReport> age = Comparator.<StoredReport>comparingLong(report -> report.manifest.createdMillis())
                .thenComparing(report -> report.manifest.format() == InventoryFormat.PARQUET)
                .thenComparing(report -> report.folder.toString());
        for (StoredReport report : complete(directory)) {
            newest.merge(report.manifest.sourceBucket(), report, (a, b) -> age.compare(a, b) >= 0 ? a : b);
        }
        return List.copyOf(newest.values());
    }

    private static List<StoredReport> complete(Path directory) {
        List<StoredReport> reports = new ArrayList<>();
        try {
            Files.walkFileTree(directory, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return WITHOUT_MANIFESTS.contains(String.valueOf(folder.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (InventoryLayout.CHECKSUM.equals(String.valueOf(file.getFileName()))) {
                        StoredReport report = read(directory, file.resolveSibling(InventoryLayout.MANIFEST), file);
                        if (report != null) {
                            reports.add(report);
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException _) {
            // No report was ever made here.
            return reports;
        } catch (IOException e) {
            throw DiskFailures.of(e, "look for inventory reports in " + directory);
        }
        return reports;
    }

    private static @Nullable StoredReport read(Path root, Path file, Path checksum) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        byte[] manifest = Files.readAllBytes(file);
        return InventoryManifest.isChecksum(Files.readString(checksum), manifest)
                ? new StoredReport(root, file.resolveSibling("."), InventoryManifest.parse(file.toString(), manifest),
                        InventoryManifest.md5(manifest))
                : null;
    }

    /// The report's partition: when it was begun, to the minute.
    public String partition() {
        return InventoryLayout.partition(Instant.ofEpochMilli(manifest.createdMillis()));
    }

    /// A query for the report's rows with all columns, and its partition as the last one.
    ///
    /// @throws StorageException of kind `MISSING` when a file is not there or not what the manifest says, `UNSUPPORTED_FORMAT`
    ///                          when it cannot be read here
    public String select() {
        return "SELECT *, '" + partition() + "' AS dt FROM ("
                + InventoryFiles.select(manifest, manifest.files().stream().map(this::checked).toList(),
                        List.of(InventoryColumn.values()), "TIMESTAMP")
                + ")";
    }

    private Path checked(DataFile data) {
        Path file = find(data.key());
        if (file == null) {
            throw unlike(data, "is not there");
        }
        try {
            if (Files.size(file) != data.size()) {
                throw unlike(data, "has " + Files.size(file) + " bytes, not " + data.size());
            }
            if (!InventoryFiles.md5(file).equalsIgnoreCase(data.md5())) {
                throw unlike(data, "has other bytes than it had");
            }
            return file;
        } catch (IOException e) {
            throw DiskFailures.of(e, "read " + file);
        }
    }

    private StorageException unlike(DataFile data, String what) {
        return new StorageException(Kind.MISSING, "the inventory report " + folder.normalize()
                + " is not what its manifest says: " + data.key() + " " + what + "; make or copy it again");
    }

    /// Reports may have been copied with the prefix that they have in their bucket, or without: a file is looked for beside its
    /// manifest first, then under its key from every directory above, never outside the directory of all reports.
    private @Nullable Path find(String key) {
        Path top = root.toAbsolutePath().normalize();
        String name = key.substring(key.lastIndexOf('/') + 1);
        Path start = folder.toAbsolutePath().normalize();
        for (Path place = start; place != null && place.startsWith(top); place = place.getParent()) {
            for (Path candidate : List.of(place.resolve("data").resolve(name), place.resolve(key))) {
                Path file = candidate.normalize();
                if (file.startsWith(top) && Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return null;
    }
}
