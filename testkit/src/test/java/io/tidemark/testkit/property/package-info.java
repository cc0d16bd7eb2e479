/// The properties of the rules, held on the naive model and on the real fold, and the two held against each other on every edge of
/// a body and on seeded streams. Stores hold the same properties in their own tests, by extending what is public here in the
/// main sources: [io.tidemark.testkit.generate.LedgerInvariants].
@NullMarked
package io.tidemark.testkit.property;

import org.jspecify.annotations.NullMarked;
