/// Tests of the second reader: it reads bodies as the first one does, comes to the same ledger, and finds every kind of difference
/// that is planted.
@NullMarked
package io.tidemark.recovery.verify;

import org.jspecify.annotations.NullMarked;
