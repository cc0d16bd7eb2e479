/// The clock that tests move by hand.
@NullMarked
package io.tidemark.testkit.time;

import org.jspecify.annotations.NullMarked;
