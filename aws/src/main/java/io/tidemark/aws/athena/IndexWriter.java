package io.tidemark.aws.athena;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.aws.table.TableRows;
import io.tidemark.core.inventory.AthenaSql;
import io.tidemark.core.inventory.AthenaSql.Part;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes the index down for Athena: attempts, entries and accounts, and which attempt a copy is of where its key has several copies in a
/// bucket. It is complete, and counts, once its manifest is there; nothing of it changes afterwards.
final class IndexWriter {
    private final S3Client client;
    private final AthenaNames names;
    private final AttemptStore singles;
    private final AttemptStore attempts;
    private final TableRows rows;
    private final int linesPerFile;

    /// @param singles      the attempts that single objects hold
    /// @param attempts     those and the ones in bundles
    /// @param rows         the tables in force
    /// @param linesPerFile how many lines an object has at most
    IndexWriter(S3Client client, AthenaNames names, AttemptStore singles, AttemptStore attempts, TableRows rows,
            int linesPerFile) {
        this.client = client;
        this.names = names;
        this.singles = singles;
        this.attempts = attempts;
        this.rows = rows;
        this.linesPerFile = linesPerFile;
    }

    /// Writes it down.
    ///
    /// @param place   where
    /// @param created when that is begun
    void write(IndexPlace place, Instant created) {
        String folder = place.newFolder(created);
        Map<Part, LineFiles> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            parts.put(part, new LineFiles(client, names.index(),
                    number -> folder + part.label() + "/" + String.format("%05d.json.gz", number), linesPerFile));
        }
        // Copies first: what is kept meanwhile, the index knows.
        copies(Bucket.ARCHIVE, parts);
        copies(Bucket.REJECTED, parts);
        rows.attempts(row -> add(parts, Part.EVENTS, row));
        rows.accounts(row -> add(parts, Part.ENTRIES, row), row -> add(parts, Part.ACCOUNTS, row));
        List<Object> files = new ArrayList<>();
        parts.forEach((part, lines) -> {
            for (DataFile file : lines.end()) {
                files.add(Map.of("key", file.key(), "size", file.size(), "MD5checksum", file.md5()));
            }
        });
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("version", IndexPlace.VERSION);
        manifest.put("creationTimestamp", Long.toString(created.toEpochMilli()));
        manifest.put("files", files);
        new BucketObjects(client).put(names.index(), folder + IndexPlace.MANIFEST,
                JsonTree.write(manifest).getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Map<Part, LineFiles> parts, Part part, Map<String, String> row) {
        LineFiles lines = parts.get(part);
        if (lines != null) {
            lines.add(JsonTree.write(row));
        }
    }

    /// Asks the copies of keys that have several here what they are copies of. A copy that has gone into a bundle counts among the several: the one that
    /// is left may be of either attempt. It is not told of itself, since lists of the bucket do not have it.
    private void copies(Bucket bucket, Map<Part, LineFiles> parts) {
        try (Cursor<ListedAttempt> listed = attempts.list(bucket, "")) {
            ListedAttempt before = null;
            boolean told = false;
            for (ListedAttempt copy = listed.next(); copy != null; copy = listed.next()) {
                boolean another = before != null && before.key().equals(copy.key());
                if (another && before != null) {
                    if (!told) {
                        tell(before, parts);
                    }
                    tell(copy, parts);
                }
                told = another;
                before = copy;
            }
        }
    }

    private void tell(ListedAttempt copy, Map<Part, LineFiles> parts) {
        StoredAttempt of = singles.read(copy);
        if (of != null) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("bucket", AthenaSql.nameOf(copy.bucket()));
            row.put("key", copy.key().text());
            row.put("copy_version", copy.version());
            row.put("version_id", of.id().version());
            add(parts, Part.COPIES, row);
        }
    }
}
