/// Decorators of the ports that crash or fail at a chosen write.
///
/// A [io.tidemark.testkit.fault.FaultSchedule] counts the writes that go through all decorators which share it, and makes one of them the
/// last, or makes it fail. A test runs once with a schedule that does nothing to learn how many writes there are, then once for
/// each of them.
@NullMarked
package io.tidemark.testkit.fault;

import org.jspecify.annotations.NullMarked;
