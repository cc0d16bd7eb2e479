package io.tidemark.app.cli.verb;

/// Runs one command of the command line, whichever it is.
@FunctionalInterface
public interface CommandRunner {
    /// Runs it. Never throws and does not end the process.
    ///
    /// @param args the command line, without the program's name
    /// @return the exit code, one of [ExitCodes]
    int run(CommandContext context, String... args);
}
