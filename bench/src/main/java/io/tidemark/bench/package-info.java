/**
 * How fast Tidemark is, and what bounds it.
 *
 * <p>Two kinds of measurement live here: JMH benchmarks of the code that runs once per event (codec, rules, digests),
 * and end-to-end runs over generated streams that print events per second, latency, peak memory and bytes written.
 * Nothing in the product depends on this module.
 */
@NullMarked
package io.tidemark.bench;

import org.jspecify.annotations.NullMarked;
