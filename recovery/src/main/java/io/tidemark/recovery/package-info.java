/**
 * Bringing derived state back, and proving that it is right.
 *
 * <p>Work flows one way: a snapshot and a catalog of what the buckets hold make a plan, the plan is replayed, the result
 * is verified, and a receipt records what was proved. Everything here speaks to ports of the core; no store is known by
 * name, so that the same recovery runs on one machine and in the cloud.
 */
@NullMarked
package io.tidemark.recovery;

import org.jspecify.annotations.NullMarked;
