/// Files and directories: what the platform's own classes leave to do so that something is on disk for good, and what their
/// failures mean in the words of the ports.
@NullMarked
package io.tidemark.embedded.disk;

import org.jspecify.annotations.NullMarked;
