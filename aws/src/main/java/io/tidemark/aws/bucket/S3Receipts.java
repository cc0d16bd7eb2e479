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

/// Receipts as objects `receipts/ID.json` of the bucket that holds the snapshots, each put on condition that there is none. Safe for use by
/// many threads.
public final class S3Receipts implements Receipts {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final String PREFIX = "receipts/";
    private static final String ENDING = ".json";
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final S3Client client;
    private final String bucket;

    /// The receipts in that bucket.
    public S3Receipts(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public List<String> list() {
        try {
            return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(PREFIX)).contents().stream()
                    .map(object -> object.key().substring(PREFIX.length())).filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(id -> ID.matcher(id).matches()).sorted().toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the receipts in " + bucket);
        }
    }

    @Override
    public boolean publish(String id, byte[] receipt) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a receipt's id: " + id);
        }
        try {
            client.putObject(put -> put.bucket(bucket).key(PREFIX + id + ENDING).ifNoneMatch("*"),
                    RequestBody.fromBytes(receipt));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                // A put that was carried out and timed out meets itself when it is tried again.
                return Arrays.equals(receipt, read(id)) && e.numAttempts() != null && e.numAttempts() > 1;
            }
            throw AwsFailures.of(e, "keep the receipt " + id + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "keep the receipt " + id + " in " + bucket);
        }
    }

    @Override
    public byte @Nullable [] read(String id) {
        if (!ID.matcher(id).matches()) {
            return null;
        }
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(PREFIX + id + ENDING)).asByteArray();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "read the receipt " + id + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read the receipt " + id + " in " + bucket);
        }
    }
}
