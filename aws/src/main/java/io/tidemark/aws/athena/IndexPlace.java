package io.tidemark.aws.athena;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.inventory.AthenaSql.Part;
import io.tidemark.core.inventory.AthenaSql.Partition;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the index is written down: `tidemark-index/TABLE/TIME-NUMBER/PART/` in the bucket of the new events' reports, and `manifest.json`
/// beside the parts, written last. Safe for use by many threads.
///
/// @param objects what the bucket holds
/// @param bucket  the bucket
/// @param table   the index's table
record IndexPlace(BucketObjects objects, String bucket, String table) {
    static final String MANIFEST = "manifest.json";
    static final int VERSION = 1;

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd-HH-mm-ss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// What the keys of all of it begin with.
    String prefix() {
        return "tidemark-index/" + table + "/";
    }

    /// A folder that has nothing in it, after all others of that moment.
    String newFolder(Instant created) {
        String begins = prefix() + TIME.format(created) + "-";
        long there = objects.folders(bucket, prefix()).stream().filter(folder -> folder.startsWith(begins)).count();
        return begins + String.format("%02d/", there);
    }

    /// A part of the newest complete one, or null when there is none.
    ///
    /// @throws StorageException of kind `MISSING` when it is not what it was when it was written
    @Nullable
    Newest newest() {
        for (String folder : objects.folders(bucket, prefix()).reversed()) {
            byte[] json = objects.get(bucket, folder + MANIFEST);
            if (json != null) {
                check(folder, json);
                return new Newest(table, folder.substring(prefix().length(), folder.length() - 1),
                        "s3://" + bucket + "/" + folder);
            }
        }
        return null;
    }

    private void check(String folder, byte[] json) {
        JsonTree manifest = JsonTree.read(new String(json, StandardCharsets.UTF_8));
        String name = "s3://" + bucket + "/" + folder + MANIFEST;
        if (manifest == null || !Integer.toString(VERSION).equals(manifest.at("version").text())) {
            throw new StorageException(manifest == null ? Kind.MISSING : Kind.UNSUPPORTED_FORMAT,
                    name + " is not of a form that is known here; write the index down again with `tidemark inventory`");
        }
        List<JsonTree> files = manifest.at("files").elements();
        for (JsonTree file : files) {
            String key = String.valueOf(file.at("key").text());
            Long size = objects.size(bucket, key);
            if (size == null || !size.toString().equals(file.at("size").text())) {
                throw new StorageException(Kind.MISSING, "the index is not as it was written down: " + key
                        + (size == null ? " is not there" : " has " + size + " bytes")
                        + "; write it down again with `tidemark inventory`");
            }
        }
    }

    /// One that is complete.
    ///
    /// @param table  the index's table
    /// @param dt     its moment
    /// @param folder where it is
    record Newest(String table, String dt, String folder) {
        /// A part of it.
        Partition of(Part part) {
            return new Partition(part.table(), table, dt, folder + part.label() + "/");
        }
    }
}
