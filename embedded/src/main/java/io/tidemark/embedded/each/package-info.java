/// A small room for processing one event at a time on one machine, in the way in which it is done on AWS: attempts by version, a book
/// that is written by conditional commits, a queue with groups. For rehearsing and testing that way without a server; the home's own
/// processing goes by the log and is many times as fast.
@NullMarked
package io.tidemark.embedded.each;

import org.jspecify.annotations.NullMarked;
