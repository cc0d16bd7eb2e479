package io.tidemark.aws.athena;

import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.bundle.S3Bundles.Located;
import io.tidemark.aws.bundle.S3Bundles.Reading;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.inventory.AthenaSql.Partition;
import io.tidemark.core.inventory.BundleSql;
import io.tidemark.core.port.Bundles.Bundle;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes the list of bundles down for a question, with where each is read: in its lines when they are at hand, otherwise in its index, which is never cold.
/// A list is named by what it says, `tidemark-index/bundles/BUCKET/DIGEST/`, so that one of the same bundles takes the place of itself. Athena
/// passes over what is cold in silence; this tells which that is. Safe for use by many threads.
final class BundleLists {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DIGITS = 32;
    private static final int NAMED = 5;

    private final BucketObjects objects;
    private final S3Bundles bundles;
    private final String archive;
    private final String place;

    /// @param archive the bucket with the bundles
    /// @param place   the bucket that lists are written into
    BundleLists(BucketObjects objects, S3Bundles bundles, String archive, String place) {
        this.objects = objects;
        this.bundles = bundles;
        this.archive = archive;
        this.place = place;
    }

    /// A list that was written down.
    ///
    /// @param partition where
    /// @param all       what is in it
    record Written(Partition partition, List<Located> all) {
        /// The first day that has a bundle.
        LocalDate first() {
            return all.isEmpty() ? LocalDate.EPOCH : all.getFirst().bundle().day();
        }

        /// The last one.
        LocalDate last() {
            return all.isEmpty() ? LocalDate.EPOCH : all.getLast().bundle().day();
        }

        /// What of the bundles cannot be read, for people.
        ///
        /// @throws StorageException of kind `DAMAGED` when nothing can be read of one: an answer would lack its attempts
        List<String> notes() {
            List<String> notes = new ArrayList<>();
            for (Reading reading : Reading.values()) {
                List<String> ids = all.stream().filter(one -> one.reading() == reading).map(one -> one.bundle().id())
                        .toList();
                if (!ids.isEmpty()) {
                    note(reading, named(ids), notes);
                }
            }
            return notes;
        }

        private static void note(Reading reading, String bundles, List<String> notes) {
            switch (reading) {
                case LINES -> {
                    // All is told.
                }
                case COLD -> notes.add("bodies are null of what is in " + bundles
                        + ": in cold storage, or not thawed yet; run `tidemark --store aws thaw BUNDLE` to read them");
                case LOST -> notes.add("bodies are null of what was in " + bundles
                        + ": the object with the lines is missing; run `tidemark --store aws bundle verify`");
                case NOTHING -> throw new StorageException(Kind.DAMAGED, "what is in " + bundles
                        + " cannot be told: the lines are cold or missing, and the index is missing; thaw the bundle and"
                        + " run `tidemark --store aws bundle mend`, or put the index back from an earlier version");
            }
        }

        private static String named(List<String> ids) {
            String names = ids.stream().limit(NAMED).collect(Collectors.joining(", "));
            return (ids.size() == 1 ? "bundle " : ids.size() + " bundles, ") + names
                    + (ids.size() > NAMED ? " and others" : "");
        }
    }

    /// Where all objects of a kind are.
    ///
    /// @param kind [S3Bundles#LINES] or [S3Bundles#INDEXES]
    String location(String kind) {
        return "s3://" + archive + "/" + kind;
    }

    /// The bucket with the bundles.
    String archive() {
        return archive;
    }

    /// Writes the list of the bundles down as they are now.
    Written write() {
        StringBuilder lines = new StringBuilder();
        List<Located> all = bundles.located();
        all.forEach(one -> lines.append(JsonTree.write(row(one))).append('\n'));
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        String digest = Sha256.of(text).toString().substring(0, DIGITS);
        String folder = "tidemark-index/bundles/" + archive + "/" + digest + "/";
        // Without bundles there is no list either: an empty place has no rows.
        if (!all.isEmpty()) {
            objects.put(place, folder + "00000.json.gz", packed(text));
        }
        return new Written(new Partition(BundleSql.LIST_TABLE, archive, digest, "s3://" + place + "/" + folder), all);
    }

    private Map<String, Object> row(Located one) {
        Bundle bundle = one.bundle();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("bundle", bundle.id());
        row.put("day", bundle.day().toString());
        row.put("attempts", Long.toString(bundle.attempts()));
        row.put("bytes", Long.toString(bundle.bytes()));
        row.put("stored_bytes", Long.toString(bundle.storedBytes()));
        row.put("sha256", bundle.sha256().toString());
        row.put("storage_class", bundle.storageClass().name());
        moment(row, "ready_at", bundle.readyAt());
        moment(row, "until", bundle.until());
        if (one.key() != null) {
            row.put("place", "s3://" + archive + "/" + one.key());
        }
        return row;
    }

    private static void moment(Map<String, Object> row, String column, @Nullable Instant moment) {
        if (moment != null) {
            row.put(column, MOMENT.format(moment));
        }
    }

    private static byte[] packed(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
