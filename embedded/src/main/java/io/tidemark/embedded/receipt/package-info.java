/// Receipts as plain files: one for each, published by a rename.
///
/// Whoever may write the directory may publish, be it beside the process that owns the home: each receipt is written to a file of its own that
/// nobody lists, synced, and renamed. What a receipt says is the business of `io.tidemark.recovery.receipt`.
@NullMarked
package io.tidemark.embedded.receipt;

import org.jspecify.annotations.NullMarked;
