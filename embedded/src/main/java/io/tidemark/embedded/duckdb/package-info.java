/// DuckDB, opened in the only way in which it is used here: in memory, without extensions, and shut off from everything outside
/// before a question of someone else's is asked. Its library is loaded by the first use, and not before.
@NullMarked
package io.tidemark.embedded.duckdb;

import org.jspecify.annotations.NullMarked;
