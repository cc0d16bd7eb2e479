package io.tidemark.aws.athena;

import io.tidemark.aws.failure.AwsFailures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Small objects, by bucket and key. Safe for use by many threads.
record BucketObjects(S3Client client) {
    private static final int NOT_FOUND = 404;

    /// The folders right below one, in bytewise order, each with all of its key.
    List<String> folders(String bucket, String prefix) {
        try {
            return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix).delimiter("/"))
                    .commonPrefixes().stream().map(CommonPrefix::prefix).sorted().toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list what is in " + bucket);
        }
    }

    /// An object's bytes, or null where there is none.
    byte @Nullable [] get(String bucket, String key) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "read " + key + " from " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + key + " from " + bucket);
        }
    }

    /// How many bytes an object has, or null where there is none.
    @Nullable
    Long size(String bucket, String key) {
        try {
            return client.headObject(head -> head.bucket(bucket).key(key)).contentLength();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "look at " + key + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "look at " + key + " in " + bucket);
        }
    }

    /// Puts an object.
    void put(String bucket, String key, byte[] content) {
        try {
            client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + key + " to " + bucket);
        }
    }
}
