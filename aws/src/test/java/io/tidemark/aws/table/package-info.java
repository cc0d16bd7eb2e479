/// Tests of what stands in the tables, attribute by attribute, as others read it: people in the console, Athena over an export, the
/// bundler over the streams. What a book does is in the testkit's contract.
@NullMarked
package io.tidemark.aws.table;

import org.jspecify.annotations.NullMarked;
