/// Tests of the ledger's inside: what its ports cannot show at a size that tests can afford.
@NullMarked
package io.tidemark.embedded.ledger;

import org.jspecify.annotations.NullMarked;
