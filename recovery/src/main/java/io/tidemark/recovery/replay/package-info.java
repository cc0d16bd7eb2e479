/// Replay: carries a plan out, proves what comes of it, and only then puts it in the place of the ledger in force.
///
/// [io.tidemark.recovery.replay.Recovery] restores the base into a new generation, folds the events after it, fills in the history
/// before it from nothing, and watches all of it: the invariants at every commit, the accounts' heads at every whole snapshot on
/// the way, the base met by its own history, every attempt accounted for. The switch is one update of the control item. Killed at
/// any moment, a recovery leaves the ledger in force as it was, and the next one begins anew.
@NullMarked
package io.tidemark.recovery.replay;

import org.jspecify.annotations.NullMarked;
