/**
 * Tests of the demonstration: that it proves what it claims, notices what is wrong, and deletes nothing that is not its own.
 */
@NullMarked
package io.tidemark.app.demo;

import org.jspecify.annotations.NullMarked;
