/// The rules: what an event does to accounts. Pure code without clock, randomness, I/O, environment or floating point.
///
/// [io.tidemark.core.ledger.Rules] looks at the state through a [io.tidemark.core.ledger.LedgerView] and returns a
/// [io.tidemark.core.ledger.Decision]; it may refuse but changes nothing. Applying an entry to an
/// [io.tidemark.core.ledger.Account] changes it and never refuses. The order of things (which attempt is next, what a settled
/// wait releases) belongs to `io.tidemark.core.pipeline`.
@NullMarked
package io.tidemark.core.ledger;

import org.jspecify.annotations.NullMarked;
