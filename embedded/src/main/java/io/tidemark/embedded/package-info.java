/**
 * The store for one machine.
 *
 * <p>A home directory holds the events, which are the source of truth, and the ledger, which is derived from them and
 * can be lost. Both are kept in RocksDB, and only this package and those below it know that: what leaves here is domain
 * types and the exceptions that the ports name. One process owns a home for writing; readers work beside it and see the
 * last committed state.
 */
@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
