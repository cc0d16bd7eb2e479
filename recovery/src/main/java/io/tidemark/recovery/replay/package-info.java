/// Replay: carries a plan out, proves what comes of it, and puts it in the place of the ledger in force.
///
/// [io.tidemark.recovery.replay.Recovery] restores the base into a new generation, folds the events after it, fills in the history
/// before it from nothing, and watches all of it: the invariants at every commit, the accounts' heads at every whole snapshot on
/// the way, the base met by its own history, every attempt accounted for. The switch is one update of the control item. Killed at
/// any moment, a recovery is gone on with by the next one.
///
/// Where no ledger serves, the switch comes before the history: the generation says what it owes, business goes on with it, and
/// [io.tidemark.recovery.replay.RecoveryRun] does the rest beside.
@NullMarked
package io.tidemark.recovery.replay;

import org.jspecify.annotations.NullMarked;
