/// Recovery of an installation whose accounts stand in tables, one event a transaction, and that has no log: what was recorded is put
/// back into one order, judged again in it, written into new tables, and proved against a fold of the same order by other code.
@NullMarked
package io.tidemark.recovery.tables;

import org.jspecify.annotations.NullMarked;
