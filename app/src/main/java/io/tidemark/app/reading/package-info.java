/// Reading: what became of an event, how an account stands or stood, what is in the buckets, how the home as a whole is.
///
/// Everything here looks at one view of a ledger and at the log beside it and changes nothing. The answers are values
/// that the command line shows and Java programs use; they hold nothing open unless they say so.
@NullMarked
package io.tidemark.app.reading;

import org.jspecify.annotations.NullMarked;
