package io.tidemark.aws.athena;

import io.tidemark.aws.bucket.ObjectUpload;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.InventoryManifest.DataFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes lines into gzipped objects, as many lines each as it may have. Lines that were not ended are in no object. Not thread-safe.
final class LineFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private final S3Client client;
    private final String bucket;
    private final IntFunction<String> keys;
    private final int linesPerFile;
    private final List<DataFile> files = new ArrayList<>();
    private @Nullable Part part;
    private long lines;

    /// @param keys         the key of each object, by its number from 0
    /// @param linesPerFile how many lines an object has at most
    LineFiles(S3Client client, String bucket, IntFunction<String> keys, int linesPerFile) {
        this.client = client;
        this.bucket = bucket;
        this.keys = keys;
        this.linesPerFile = linesPerFile;
    }

    void add(String line) {
        Part open = part;
        try {
            if (open != null && open.lines == linesPerFile) {
                files.add(open.end());
                open = null;
            }
            if (open == null) {
                open = new Part(keys.apply(files.size()));
                part = open;
            }
            open.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines++;
    }

    long lines() {
        return lines;
    }

    /// Ends the last object.
    ///
    /// @return all objects, in the order of their lines
    List<DataFile> end() {
        Part open = part;
        part = null;
        try {
            if (open != null) {
                files.add(open.end());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(files);
    }

    /// An object that is being written.
    private final class Part {
        private final String key;
        private final MessageDigest md5 = InventoryManifest.newMd5();
        private final Counted counted;
        private final OutputStream out;
        private int lines;

        Part(String key) throws IOException {
            this.key = key;
            counted = new Counted(new DigestOutputStream(new ObjectUpload(client, bucket, key, _ -> {}), md5));
            out = new GZIPOutputStream(counted, BUFFER_BYTES);
        }

        void add(String line) throws IOException {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
            lines++;
        }

        DataFile end() throws IOException {
            out.close();
            return new DataFile(key, counted.bytes, HexFormat.of().formatHex(md5.digest()));
        }
    }

    /// Counts what goes through.
    private static final class Counted extends FilterOutputStream {
        private long bytes;

        Counted(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            bytes += length;
        }
    }
}
