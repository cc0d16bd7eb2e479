/// The contract of processing one event at a time over a store's ports together: router, judge and archiver at work, in order and in every
/// forced disorder, held against the naive model.
@NullMarked
package io.tidemark.testkit.contract.each;

import org.jspecify.annotations.NullMarked;
