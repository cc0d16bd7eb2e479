/**
 * What every store is held to.
 *
 * <p>For each port of the core there is a contract: an abstract suite of tests that a store's own tests extend, so that
 * all stores pass the same ones and none is excused from any. Beside the contracts stand the parts that tests are made
 * of: a clock that is moved by hand, decorators that fail or crash at a chosen moment, seeded generators, and a naive
 * model of the ledger that is written for its plainness and shares no code with the rules it checks.
 */
@NullMarked
package io.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
