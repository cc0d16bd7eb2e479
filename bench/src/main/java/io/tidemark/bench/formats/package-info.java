/// In which form events are best kept to be asked about: one object an event, lines of JSON, or Parquet. Measured by what a query
/// has to read and how long that takes here, and reckoned at AWS's prices.
@NullMarked
package io.tidemark.bench.formats;

import org.jspecify.annotations.NullMarked;
