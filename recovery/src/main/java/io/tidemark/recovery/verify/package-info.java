/// The second reader: reads every event again, by other code than the one that made the ledger, and compares.
///
/// Nothing here uses the decoders of `io.tidemark.core.event`, the rules of `io.tidemark.core.ledger` or
/// `io.tidemark.core.pipeline`, so that a mistake in them does not repeat itself: bodies are read by Jackson's streaming parser
/// ([io.tidemark.recovery.verify.StrictBodyReader]), folded by a plain restatement of the rules
/// ([io.tidemark.recovery.verify.Refold]), and the chain digests computed anew. [io.tidemark.recovery.verify.Verifier] holds what
/// comes out against the ledger, entry by entry, against the snapshots and against the buckets.
@NullMarked
package io.tidemark.recovery.verify;

import org.jspecify.annotations.NullMarked;
