package io.tidemark.testkit.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What objects there are in S3, for what reads them as Athena does.
public interface ObjectSource {
    /// The keys in a bucket that begin so, in order.
    List<String> keys(String bucket, String prefix);

    /// An object's bytes, or null where there is none.
    byte @Nullable [] bytes(String bucket, String key);

    /// Whether an object that is there can be read, and is not in cold storage.
    default boolean isReadable(String bucket, String key) {
        return true;
    }
}
