/**
 * Tests of the generator: that its streams are what they say they are, to the byte and to the outcome of every line.
 */
@NullMarked
package io.tidemark.app.generate;

import org.jspecify.annotations.NullMarked;
