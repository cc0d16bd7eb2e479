/// Inventories: lists of what is in a bucket, in the form in which S3 Inventory delivers them.
///
/// Every store reads and writes the same form, so what stands here is form alone: where files lie, what a manifest says, which columns
/// there are, and the SQL that is asked over them, in the subset that Athena and DuckDB read alike.
@NullMarked
package io.tidemark.core.inventory;

import org.jspecify.annotations.NullMarked;
