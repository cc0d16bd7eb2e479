package io.tidemark.embedded.inventory;

import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.port.LogRecord;
import io.tidemark.embedded.disk.DiskFailures;
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
        value(bucket).value(attempt.key().text()).value(VersionIds.of(attempt.position(), attempt.version()))
                .value(Boolean.toString(latest)).value("false").value(Integer.toString(attempt.body().length()))
                .value(TIME.format(Instant.ofEpochMilli(Math.floorDiv(attempt.arrivalMicros(), MICROS_PER_MILLI))))
                .value(HexFormat.of().formatHex(md5.digest())).value("STANDARD").value("false").value("NOT-SSE");
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
