/**
 * Where the parts are put together.
 *
 * <p>The only place that chooses stores, and the only one, beside the command line, that asks the machine for the time,
 * for randomness or for its environment. It is plain Java: constructors called in order, with nothing found by
 * reflection. Everything else is handed what it needs.
 */
@NullMarked
package io.tidemark.app.wiring;

import org.jspecify.annotations.NullMarked;
