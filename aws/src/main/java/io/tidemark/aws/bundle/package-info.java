/// Bundles on S3: old events of a day in one object, found by key through an index object beside it, and published by a manifest that is put
/// last, on condition that there is none. Attempts in bundles are read through the same port as single objects.
@NullMarked
package io.tidemark.aws.bundle;

import org.jspecify.annotations.NullMarked;
