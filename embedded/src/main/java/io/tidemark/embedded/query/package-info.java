/// Questions in SQL over a home, and the catalog that goes by inventories.
///
/// Tables are made when a question names them, each as a database file of its own under `query/`, and kept as long as what they
/// were made from is the same. A question is asked in an instance that has these files open for reading and nothing else within
/// its reach.
@NullMarked
package io.tidemark.embedded.query;

import org.jspecify.annotations.NullMarked;
