/// The events: every attempt and control record in arrival order, by position and by key, with the bucket that each is in and the
/// control item beside them.
///
/// One database holds it all, so that a batch is one write: records go into *segments* (a run of records, compressed, under the
/// position of its first), and a hash of every key leads to the positions of its attempts. Segments and hashes are written
/// together and synced once for all callers that wait. How far the log was acknowledged stands in a small file beside the database, so
/// that a log that lost its end is told from one that a crash tore.
@NullMarked
package io.tidemark.embedded.log;

import org.jspecify.annotations.NullMarked;
