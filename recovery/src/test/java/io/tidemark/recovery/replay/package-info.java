/// Tests of recovery: what was lost comes back byte for byte, at any moment, from any base, through crashes and damage, or the old
/// ledger stays in force.
@NullMarked
package io.tidemark.recovery.replay;

import org.jspecify.annotations.NullMarked;
