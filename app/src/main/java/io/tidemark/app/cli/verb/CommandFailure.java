package io.tidemark.app.cli.verb;

import org.jspecify.annotations.Nullable;

/// A command ends here: with one line for people and an exit code.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /// An end with that code.
    ///
    /// @param exitCode one of [ExitCodes]
    /// @param message  one line: what, where, and what to do
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /// An end with that code, because of a failure below.
    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// The process's exit code.
    public int exitCode() {
        return exitCode;
    }
}
