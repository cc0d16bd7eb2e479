/// Tests of snapshots: what is written is read back, every byte is guarded, and the policy keeps what it promises to keep, on the
/// embedded store.
@NullMarked
package io.tidemark.recovery.snapshot;

import org.jspecify.annotations.NullMarked;
