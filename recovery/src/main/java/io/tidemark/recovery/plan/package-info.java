/// Plans: what a recovery would start from, replay and fill in, and why. Planning changes nothing.
///
/// [io.tidemark.recovery.plan.Planner] looks at the ledger in force, the snapshots and the log, and makes a
/// [io.tidemark.recovery.plan.Plan]: a value that people read, programs take apart as JSON, and `io.tidemark.recovery.replay`
/// carries out as it stands.
@NullMarked
package io.tidemark.recovery.plan;

import org.jspecify.annotations.NullMarked;
