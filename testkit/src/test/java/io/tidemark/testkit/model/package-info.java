/// The naive model against real and hand-written histories.
@NullMarked
package io.tidemark.testkit.model;

import org.jspecify.annotations.NullMarked;
