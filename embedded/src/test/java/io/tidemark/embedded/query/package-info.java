/// Questions in SQL and the catalog held to their contracts, to reports from elsewhere, and to staying inside.
@NullMarked
package io.tidemark.embedded.query;

import org.jspecify.annotations.NullMarked;
