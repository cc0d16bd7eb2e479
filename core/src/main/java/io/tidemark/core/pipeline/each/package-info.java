/// One event at a time: how an event finds its way where there is no log with positions, but buckets, queues and a book that many write
/// at once. The router finds its account, the judge decides and commits, the archiver keeps what expires. What an event means is
/// decided by the same rules as everywhere; delivered in order, the accounts end in the same digests as the fold's.
@NullMarked
package io.tidemark.core.pipeline.each;

import org.jspecify.annotations.NullMarked;
