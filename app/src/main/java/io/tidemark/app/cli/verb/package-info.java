/// The commands, one class each: it reads its options, calls the Java API and says what to show.
///
/// Every command is handed a [io.tidemark.app.cli.verb.CommandContext] with the streams, the clock and the global options, so that
/// it runs the same in a test as in a process of its own. What goes wrong is thrown and becomes one line and an exit code
/// ([io.tidemark.app.cli.verb.ExitCodes]) in one place above.
@NullMarked
package io.tidemark.app.cli.verb;

import org.jspecify.annotations.NullMarked;
