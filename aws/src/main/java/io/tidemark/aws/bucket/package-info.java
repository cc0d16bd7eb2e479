/// Attempts and snapshots in S3. Buckets are versioned: a version of an object is an attempt, and nothing in this room ever deletes one of
/// an event. What this program publishes itself it puts on condition that nobody else has.
@NullMarked
package io.tidemark.aws.bucket;

import org.jspecify.annotations.NullMarked;
