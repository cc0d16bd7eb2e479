package io.tidemark.aws.bucket;

import io.tidemark.core.port.Bucket;

/// The buckets of events.
///
/// @param newEvents where events are put
/// @param archive   where those go that expired
/// @param rejected  where those go that were refused
public record BucketNames(String newEvents, String archive, String rejected) {
    /// The name of a bucket.
    public String of(Bucket bucket) {
        return switch (bucket) {
            case NEW -> newEvents;
            case ARCHIVE -> archive;
            case REJECTED -> rejected;
        };
    }
}
