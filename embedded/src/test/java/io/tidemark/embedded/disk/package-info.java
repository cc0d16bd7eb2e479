/// Tests of what lies between the store and the file system.
@NullMarked
package io.tidemark.embedded.disk;

import org.jspecify.annotations.NullMarked;
