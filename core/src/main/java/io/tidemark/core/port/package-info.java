/// The ports: what Tidemark asks of storage, in the domain's words.
///
/// Each interface says what is atomic, what is ordered, what a missing thing looks like and what may fail. Every failure is a
/// [io.tidemark.core.port.StorageException] with a kind that callers can act on; no type of a storage engine appears here.
/// `io.tidemark.testkit` has one contract for every port, which each store passes.
@NullMarked
package io.tidemark.core.port;

import org.jspecify.annotations.NullMarked;
