/// Accounts and index in DynamoDB, in the layout that `docs/aws.md` states to the letter, and the control item that says which tables
/// are in force. Every commit is one transaction over both tables.
@NullMarked
package io.tidemark.aws.table;

import org.jspecify.annotations.NullMarked;
