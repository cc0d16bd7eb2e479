/// Bundles as files: where they lie, how their frames are written and read again, and how they are kept, at hand or cold. Which attempts
/// are in them, and that the log finds them there, is the business of `io.tidemark.embedded.log`.
@NullMarked
package io.tidemark.embedded.bundle;

import org.jspecify.annotations.NullMarked;
