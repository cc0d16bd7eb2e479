/// Tests of the store for one machine, on real directories.
@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
