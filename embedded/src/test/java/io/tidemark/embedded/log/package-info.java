/// Tests of the log's inside: what its ports cannot show at a size that tests can afford.
@NullMarked
package io.tidemark.embedded.log;

import org.jspecify.annotations.NullMarked;
