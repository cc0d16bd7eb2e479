/// Tests of the databases' inside: what a crash of the machine can leave of their files.
@NullMarked
package io.tidemark.embedded.rocks;

import org.jspecify.annotations.NullMarked;
