/// Tests of what receipts are made of.
@NullMarked
package io.tidemark.recovery.receipt;

import org.jspecify.annotations.NullMarked;
