package io.tidemark.aws.bucket;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.Receipts;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Receipts as objects `receipts/ID.json` of the bucket that holds the snapshots, each put on condition that there is none; and what else is
/// published once, as objects under another prefix. Safe for use by many threads.
public final class S3Receipts implements Receipts {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final String ENDING = ".json";
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /// The receipts in that bucket.
    public S3Receipts(S3Client client, String bucket) {
        this(client, bucket, "receipts/");
    }

    private S3Receipts(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /// What was excluded, as objects `exclusions/ID.json` in that bucket.
    public static S3Receipts exclusions(S3Client client, String bucket) {
        return new S3Receipts(client, bucket, "exclusions/");
    }

    @Override
    public List<String> list() {
        try {
            return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(object -> object.key().substring(prefix.length())).filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(id -> ID.matcher(id).matches()).sorted().toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list " + prefix + " in " + bucket);
        }
    }

    @Override
    public boolean publish(String id, byte[] receipt) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a receipt's id: " + id);
        }
        try {
            client.putObject(put -> put.bucket(bucket).key(prefix + id + ENDING).ifNoneMatch("*"),
                    RequestBody.fromBytes(receipt));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                // A put that was carried out and timed out meets itself when it is tried again.
                return Arrays.equals(receipt, read(id)) && e.numAttempts() != null && e.numAttempts() > 1;
            }
            throw AwsFailures.of(e, "keep " + prefix + id + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "keep " + prefix + id + " in " + bucket);
        }
    }

    @Override
    public byte @Nullable [] read(String id) {
        if (!ID.matcher(id).matches()) {
            return null;
        }
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(prefix + id + ENDING)).asByteArray();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "read " + prefix + id + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + prefix + id + " in " + bucket);
        }
    }
}
