/// The use cases between the buckets and the ledger: taking attempts in, judging them in arrival order, carrying outcomes out.
///
/// [io.tidemark.core.pipeline.Fold] is the ledger as a pure function of the log: one record after another goes in, outcomes
/// come out. [io.tidemark.core.pipeline.Processor] runs it over a log and commits what it says. Both know ports, no store.
@NullMarked
package io.tidemark.core.pipeline;

import org.jspecify.annotations.NullMarked;
