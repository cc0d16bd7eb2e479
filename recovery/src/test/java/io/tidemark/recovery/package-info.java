/// Tests of recovery on the embedded store, and what they have in common: a home in a temporary directory with a clock that is moved
/// by hand, which can be worked on, damaged, lost and brought back.
@NullMarked
package io.tidemark.recovery;

import org.jspecify.annotations.NullMarked;
