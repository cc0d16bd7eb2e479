package io.tidemark.core.bundle;

import io.tidemark.core.port.NewAttempt;

/// What one line of an input bundle comes to.
public sealed interface InputLine {
    /// The longest line, in bytes, without what ends it.
    int MAX_BYTES = 1024 * 1024;

    /// A line that can be put.
    ///
    /// @param attempt what it puts under which key
    record Attempt(NewAttempt attempt) implements InputLine {}

    /// A line that cannot be put.
    ///
    /// @param reason one line, for people
    record Refused(String reason) implements InputLine {}
}
