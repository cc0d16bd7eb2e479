/// Snapshots as plain files: a directory for each, with its files and, written last, its manifest.
///
/// A snapshot is written in a private place beside the published ones, synced, and moved into view by one rename, so that a crash
/// leaves either all of it or nothing under its name. What the files say is the business of `io.tidemark.recovery.snapshot`.
@NullMarked
package io.tidemark.embedded.snapshot;

import org.jspecify.annotations.NullMarked;
