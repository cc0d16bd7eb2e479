package io.tidemark.aws.failure;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Turns failures of the SDK into those of the ports.
public final class AwsFailures {
    private static final Set<String> MISSING = Set.of("ResourceNotFoundException", "NoSuchBucket", "NoSuchKey",
            "NoSuchVersion", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue");

    private AwsFailures() {}

    /// The failure of a call.
    ///
    /// @param failure what the SDK threw, after it had tried as often as it does
    /// @param what    what was to be done, such as `read the table accounts`
    public static StorageException of(SdkException failure, String what) {
        Kind kind = MISSING.contains(codeOf(failure)) ? Kind.MISSING : Kind.FAILED;
        return new StorageException(kind, "cannot " + what + ": " + told(failure), failure);
    }

    /// What the SDK says; where it lists every place that it has looked into, what to do instead.
    private static String told(SdkException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Unable to load region")) {
            return "no region is named; set AWS_REGION, or a region in the profile";
        }
        return message.startsWith("Unable to load credentials")
                ? "there are no credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                : message;
    }

    /// AWS's code for a failure, or "" when it has none.
    public static String codeOf(SdkException failure) {
        return failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorCode() != null ? service.awsErrorDetails().errorCode() : "";
    }
}
