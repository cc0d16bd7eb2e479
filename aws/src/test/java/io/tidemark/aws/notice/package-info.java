/// Tests of what the buckets tell, on the samples of the lab that this project grew from and on everything that may come in their
/// place.
@NullMarked
package io.tidemark.aws.notice;

import org.jspecify.annotations.NullMarked;
