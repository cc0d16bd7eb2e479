package io.tidemark.embedded.inventory;

import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.port.LogRecord;
import io.tidemark.embedded.disk.DiskFailures;
import io.tidemark.core.port.Bundles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Writes the rows of one file of a CSV report, with [InventoryColumn#LISTED]: every value quoted, no header, gzipped. On disk once closed. An event key consists
/// of characters that URL encoding leaves as they are.
final class CsvRows implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long MICROS_PER_MILLI = 1000;

    private final Path file;
    private final String bucket;
    private final FileChannel channel;
    private final GZIPOutputStream gzip;
    private final OutputStream out;
    private final MessageDigest md5 = InventoryManifest.newMd5();
    private final StringBuilder line = new StringBuilder(256);
    private long rows;

    CsvRows(Path file, String bucket) {
        this.file = file;
        this.bucket = bucket;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            gzip = new GZIPOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            out = new BufferedOutputStream(gzip, BUFFER_BYTES);
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + file);
        }
    }

    long rows() {
        return rows;
    }

    Path file() {
        return file;
    }

    void add(LogRecord.Attempt attempt, boolean latest) {
        md5.update(attempt.body().array(), attempt.body().offset(), attempt.body().length());
        line.setLength(0);
        add(attempt.key().text(), VersionIds.of(attempt.position(), attempt.version()), latest,
                attempt.body().length(), Math.floorDiv(attempt.arrivalMicros(), MICROS_PER_MILLI),
                HexFormat.of().formatHex(md5.digest()), "STANDARD");
    }

    /// Adds a bundle, under the key that its file has below the directory of events. Its ETag is no MD5, as that of an object that was
    /// put in parts is none.
    void add(Bundles.Bundle bundle) {
        line.setLength(0);
        add("bundles/dt%3D" + bundle.day() + "/" + bundle.id() + ".ndjson.zst", bundle.id(), true, bundle.storedBytes(),
                bundle.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                bundle.sha256().toString().substring(0, 32) + "-1", bundle.storageClass().name());
    }

    private void add(String key, String version, boolean latest, long size, long modifiedMillis, String etag,
            String storageClass) {
        value(bucket).value(key).value(version).value(Boolean.toString(latest)).value("false")
                .value(Long.toString(size)).value(TIME.format(Instant.ofEpochMilli(modifiedMillis))).value(etag)
                .value(storageClass).value("false").value("NOT-SSE");
        line.append('\n');
        try {
            out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + file);
        }
        rows++;
    }

    private CsvRows value(String text) {
        line.append(line.isEmpty() ? "\"" : ",\"").append(text).append('"');
        return this;
    }

    @Override
    public void close() {
        try (channel) {
            if (channel.isOpen()) {
                out.flush();
                // Ends the compressed stream without closing the file below it, which is to be synced.
                gzip.finish();
                channel.force(true);
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + file);
        }
    }
}
