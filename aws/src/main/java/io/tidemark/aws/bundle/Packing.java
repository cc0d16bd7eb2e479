package io.tidemark.aws.bundle;

import com.github.luben.zstd.ZstdCompressCtx;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.StorageException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/// An object that is being packed, part by part, in memory. One use, one thread.
final class Packing implements AutoCloseable {
    /// Written once and kept for years: worth some time.
    private static final int COMPRESSION_LEVEL = 9;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL).setChecksum(true);
    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private final List<Part> parts = new ArrayList<>();
    private long text;

    /// Adds a part; nothing where it has no lines.
    ///
    /// @param count how many lines they are
    /// @param first the key of the first
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

    /// How many parts there are so far.
    int count() {
        return parts.size();
    }

    /// How many bytes of text there are so far.
    long textBytes() {
        return text;
    }

    Sha256 digest() {
        return Sha256.of(stored.toByteArray());
    }

    /// What the object is to be under a key.
    Manifest.Packed at(String key) {
        return new Manifest.Packed(key, stored.size(), digest(), parts);
    }

    /// Puts the object.
    ///
    /// @throws StorageException when S3 does not take it
    Manifest.Packed put(BundleObjects objects, String key) {
        Manifest.Packed packed = at(key);
        try {
            objects.client().putObject(put -> put.bucket(objects.bucket()).key(key)
                    .checksumSHA256(Base64.getEncoder().encodeToString(packed.sha256().toBytes())),
                    RequestBody.fromBytes(stored.toByteArray()));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "put " + key + " into " + objects.bucket());
        }
        return packed;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
