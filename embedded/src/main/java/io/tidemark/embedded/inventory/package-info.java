/// Inventories of this machine's buckets, and reports that came from elsewhere: writing them as S3 Inventory does, finding the
/// newest complete ones, reading their rows.
@NullMarked
package io.tidemark.embedded.inventory;

import org.jspecify.annotations.NullMarked;
