/// Snapshots: every account's state at a position, small enough to take hourly and complete enough for business to go on from.
///
/// A snapshot is a few files of JSON lines and a manifest that names them with size and digest, carries its own digest, and is
/// written last. [io.tidemark.recovery.snapshot.Snapshots] makes, lists, reads, verifies, prunes and deletes them over a
/// [io.tidemark.core.port.SnapshotStore]; `docs/formats.md` states the format to the byte.
@NullMarked
package io.tidemark.recovery.snapshot;

import org.jspecify.annotations.NullMarked;
