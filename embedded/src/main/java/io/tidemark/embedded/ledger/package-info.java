/// The ledger: accounts, entries, open matters and the index of outcomes, one database for each generation.
///
/// History is kept once, as blocks of outcomes in the order in which they took effect. An account's entries are found through
/// *postings*: for a run of its sequences, the positions at which they took effect. What the rules look at (accounts, open
/// matters, keys that stand rejected, …) is kept beside it, as it is after the last commit.
@NullMarked
package io.tidemark.embedded.ledger;

import org.jspecify.annotations.NullMarked;
