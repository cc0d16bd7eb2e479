/// Bringing derived state back, and proving that it is right.
///
/// Work flows one way: [io.tidemark.recovery.snapshot] keeps every account's state at a position,
/// [io.tidemark.recovery.plan] says what a recovery would start from and replay, [io.tidemark.recovery.replay] does it, and
/// [io.tidemark.recovery.verify] reads everything a second time and compares. Everything here speaks to the ports of the core; no
/// store is known by name.
@NullMarked
package io.tidemark.recovery;

import org.jspecify.annotations.NullMarked;
