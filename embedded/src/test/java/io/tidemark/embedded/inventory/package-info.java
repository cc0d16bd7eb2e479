/// Inventory reports: those written here against the letter of S3's, those of S3 read as they are delivered.
@NullMarked
package io.tidemark.embedded.inventory;

import org.jspecify.annotations.NullMarked;
