package io.tidemark.aws.bucket;

import io.tidemark.aws.failure.AwsFailures;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Writes an object as it comes: at once when it is small, in parts when it is not. Of an object that was not closed nothing
/// shows. Not thread-safe.
public final class ObjectUpload extends OutputStream {
    private static final int PART_BYTES = 8 << 20;

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final Consumer<String> written;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[64 << 10];
    private int length;
    private @Nullable String upload;
    private boolean closed;

    /// An upload that begins when something is written.
    ///
    /// @param written takes the version of the object when it is there
    public ObjectUpload(S3Client client, String bucket, String key, Consumer<String> written) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.written = written;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int done = 0;
        while (done < count) {
            int next = Math.min(count - done, PART_BYTES - length);
            if (buffer.length < length + next) {
                buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, Math.max(length + next, 2 * buffer.length)));
            }
            System.arraycopy(bytes, offset + done, buffer, length, next);
            length += next;
            done += next;
            if (length == PART_BYTES) {
                sendPart();
            }
        }
    }

    private RequestBody buffered() {
        RequestBody body = RequestBody.fromBytes(Arrays.copyOf(buffer, length));
        length = 0;
        return body;
    }

    private void sendPart() {
        try {
            if (upload == null) {
                upload = client.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
            }
            int number = parts.size() + 1;
            String id = upload;
            String tag = client.uploadPart(
                    part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number), buffered()).eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + key + " to " + bucket);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            String id = upload;
            if (id == null) {
                written.accept(client.putObject(put -> put.bucket(bucket).key(key), buffered()).versionId());
                return;
            }
            if (length > 0) {
                sendPart();
            }
            written.accept(client.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(id)
                    .multipartUpload(all -> all.parts(parts))).versionId());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + key + " to " + bucket);
        }
    }
}
