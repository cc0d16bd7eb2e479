package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;

/// An attempt, or a copy of one, as the listing of a bucket tells of it. Immutable.
///
/// @param bucket       the bucket
/// @param key          the event key
/// @param version      what this bucket calls it: in [Bucket#NEW] the attempt's version, elsewhere a name of the copy's own
/// @param storedMicros when it was put into this bucket, in microseconds since 1970, as exactly as the store keeps time
/// @param length       how many bytes it has
public record ListedAttempt(Bucket bucket, EventKey key, String version, long storedMicros, long length) {}
