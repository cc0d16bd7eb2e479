package io.tidemark.aws.bundle;

import com.github.luben.zstd.ZstdCompressCtx;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.bundle.BundleLines;
import io.tidemark.core.bundle.BundledBody;
import io.tidemark.core.bundle.FrameSize;
import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes one bundle, in memory, and publishes it. One use, one thread.
final class BundleDraft {
    /// A part of the index ends with the line that takes it beyond so many bytes: it is what is read to find one event.
    private static final int BLOCK_BYTES = 128 << 10;
    /// Written once and kept for years: worth some time.
    private static final int COMPRESSION_LEVEL = 9;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NAME_DIGITS = 16;

    private final BundleObjects objects;
    private final LocalDate day;
    private final int number;

    /// What goes into a bundle.
    ///
    /// @param attempt what its line says
    /// @param body    its bytes
    record Line(VersionedAttempt attempt, Body body) {}

    BundleDraft(BundleObjects objects, LocalDate day, int number) {
        this.objects = objects;
        this.day = day;
        this.number = number;
    }

    /// Publishes the bundle of those attempts.
    ///
    /// @throws StorageException of kind `FAILED` when another has published one of this name: nothing is published then
    Manifest publish(List<Line> lines) {
        List<Line> inOrder = new ArrayList<>(lines);
        inOrder.sort(Comparator.comparingLong((Line line) -> line.attempt().arrivalMicros())
                .thenComparing(line -> line.attempt().id().key()).thenComparing(line -> line.attempt().id().version()));
        Packing data = new Packing();
        List<IndexLine> index = new ArrayList<>(lines.size());
        BundleLines text = new BundleLines();
        String first = "";
        for (Line line : inOrder) {
            first = text.count() == 0 ? line.attempt().id().key().text() : first;
            BundledBody place = text.add(line.attempt(), line.body());
            index.add(new IndexLine(line.attempt(), data.parts.size(), place, line.body().length()));
            if (text.size() >= FrameSize.after(data.text)) {
                data.add(text.toBytes(), text.count(), first);
                text.clear();
            }
        }
        data.add(text.toBytes(), text.count(), first);
        data.close();
        String folder = "dt=" + day + "/" + Manifest.id(day, number) + "-"
                + data.digest().toString().substring(0, NAME_DIGITS);
        return publish(new Manifest(day, number, put(Manifest.DATA + folder + ".ndjson.zst", data),
                put(Manifest.INDEX + folder + ".index.ndjson.zst", index(index))));
    }

    private static Packing index(List<IndexLine> lines) {
        lines.sort(Comparator.comparing((IndexLine line) -> line.attempt().id().key())
                .thenComparingInt(IndexLine::frame).thenComparingInt(line -> line.body().offset()));
        Packing index = new Packing();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String first = "";
        int count = 0;
        for (IndexLine line : lines) {
            first = count == 0 ? line.attempt().id().key().text() : first;
            text.writeBytes(line.encode());
            count++;
            if (text.size() >= BLOCK_BYTES) {
                index.add(text.toByteArray(), count, first);
                text.reset();
                count = 0;
            }
        }
        index.add(text.toByteArray(), count, first);
        index.close();
        return index;
    }

    /// Named by its content: drafts of the same bundle by others do not meet in it.
    private Manifest.Packed put(String key, Packing packing) {
        byte[] bytes = packing.stored.toByteArray();
        Sha256 digest = packing.digest();
        try {
            client().putObject(put -> put.bucket(objects.bucket()).key(key)
                    .checksumSHA256(Base64.getEncoder().encodeToString(digest.toBytes())),
                    RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "put " + key + " into " + objects.bucket());
        }
        return new Manifest.Packed(key, bytes.length, digest, packing.parts);
    }

    private S3Client client() {
        return objects.client();
    }

    private Manifest publish(Manifest manifest) {
        String key = String.valueOf(Manifest.key(manifest.id()));
        byte[] bytes = manifest.encode();
        try {
            client().putObject(put -> put.bucket(objects.bucket()).key(key).ifNoneMatch("*"),
                    RequestBody.fromBytes(bytes));
        } catch (S3Exception e) {
            boolean conflict = e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT;
            // A put that was carried out and timed out meets itself when it is tried again.
            if (!conflict || !Arrays.equals(bytes, objects.get(key))) {
                throw conflict
                        ? new StorageException(Kind.FAILED, "another `bundle` is at work and has made bundle "
                                + manifest.id() + "; nothing is lost, run it again when that is done", e)
                        : AwsFailures.of(e, "publish bundle " + manifest.id());
            }
        } catch (SdkException e) {
            throw AwsFailures.of(e, "publish bundle " + manifest.id());
        }
        return manifest;
    }

    /// An object that is being packed.
    private static final class Packing implements AutoCloseable {
        private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL).setChecksum(true);
        private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
        private final List<Part> parts = new ArrayList<>();
        /// How many bytes of text there are so far.
        private long text;

        void add(byte[] lines, int count, String first) {
            if (count > 0) {
                byte[] frame = zstd.compress(lines);
                CRC32C crc = new CRC32C();
                crc.update(frame, 0, frame.length);
                parts.add(new Part(stored.size(), frame.length, lines.length, count, crc.getValue(), first));
                stored.writeBytes(frame);
                text += lines.length;
            }
        }

        Sha256 digest() {
            return Sha256.of(stored.toByteArray());
        }

        @Override
        public void close() {
            zstd.close();
        }
    }
}
