/// What calls to AWS cost, counted in the tests as AWS counts it: calls by operation, read units and write units, those of indexes
/// among them.
@NullMarked
package io.tidemark.aws.meter;

import org.jspecify.annotations.NullMarked;
