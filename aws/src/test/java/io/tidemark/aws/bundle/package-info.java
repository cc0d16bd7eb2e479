/// Bundles on S3 where calls are refused, lost, or the last of a process.
@NullMarked
package io.tidemark.aws.bundle;

import org.jspecify.annotations.NullMarked;
