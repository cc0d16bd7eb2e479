/// Events as the outside world sends them: keys, the eight types, their decoded content, and the reasons for which an
/// attempt can be refused.
///
/// Everything here is pure: bytes go in, a decoded [io.tidemark.core.event.Event] or a
/// [io.tidemark.core.event.Rejection] comes out. Nothing in this room knows accounts or balances; what an event means for
/// them is decided in `io.tidemark.core.ledger`.
@NullMarked
package io.tidemark.core.event;

import org.jspecify.annotations.NullMarked;
