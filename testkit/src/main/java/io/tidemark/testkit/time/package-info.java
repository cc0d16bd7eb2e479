/// Time for tests: a clock that stands still until a test moves it.
///
/// Nothing under test asks the machine for the time, so a test that holds the clock decides every arrival time it sees.
@NullMarked
package io.tidemark.testkit.time;

import org.jspecify.annotations.NullMarked;
