/**
 * The command line.
 *
 * <p>Each command is one class that reads its options, calls a use case and renders the answer as a table, JSON or CSV.
 * Parsing, printing and exit codes live here and nowhere else; what a command does can be done from Java as well,
 * through the same use cases. The commands and their exit codes are a contract that other programs rely on.
 */
@NullMarked
package io.tidemark.app.cli;

import org.jspecify.annotations.NullMarked;
