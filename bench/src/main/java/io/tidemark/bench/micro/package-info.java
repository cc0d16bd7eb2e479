/**
 * JMH benchmarks of what runs once per event: decoding a body, digesting it, folding the event into the accounts, and
 * the chain digest of an entry.
 *
 * <p>They bound what the end-to-end runs can reach on one core and say which of the steps to look at. Inputs come from the
 * generator, so that the mix of types, sizes and mishaps is the one that the end-to-end runs have.
 */
@NullMarked
package io.tidemark.bench.micro;

import org.jspecify.annotations.NullMarked;
