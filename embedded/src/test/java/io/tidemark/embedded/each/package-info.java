/// Holds the room for processing one event at a time to the contracts of its ports. What all stores must do is in the testkit; what a
/// judge makes of it is tested here, where no server is needed.
@NullMarked
package io.tidemark.embedded.each;

import org.jspecify.annotations.NullMarked;
