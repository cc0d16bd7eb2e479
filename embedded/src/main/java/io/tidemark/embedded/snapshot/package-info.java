/// Snapshots as plain files: a directory for each, written in a private place and moved into view as a whole.
@NullMarked
package io.tidemark.embedded.snapshot;

import org.jspecify.annotations.NullMarked;
