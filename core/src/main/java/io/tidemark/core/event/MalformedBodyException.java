package io.tidemark.core.event;

/// A body is not one JSON object by the strict rules.
final class MalformedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    /// The exception with that reason: one line, for people.
    MalformedBodyException(String reason) {
        // Broken bodies are ordinary input here and the trace would say nothing: it is not worth filling in.
        super(reason, null, false, false);
    }

    /// The reason.
    String reason() {
        return String.valueOf(getMessage());
    }
}
