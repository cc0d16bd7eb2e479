/// RocksDB as the rest of the embedded store sees it: a database of a few named tables of bytes by bytes.
///
/// Only this package knows RocksDB. It decides how tables are tuned, keeps native objects alive exactly as long as they are used
/// (a call after closing is an exception, never a crash), and turns every failure into a
/// [io.tidemark.core.port.StorageException].
@NullMarked
package io.tidemark.embedded.rocks;

import org.jspecify.annotations.NullMarked;
