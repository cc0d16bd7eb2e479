package io.tidemark.app.owner;

import java.io.IOException;

/// The owner of a home cannot do what a client asks for. The message is one line for people.
public final class OwnerException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What is the matter.
    public enum Reason {
        /// It does not answer, or is of another version; nothing was done.
        UNREACHABLE,
        /// It ended while it was at work.
        LOST
    }

    private final Reason reason;

    /// A failure of that kind.
    public OwnerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What is the matter.
    public Reason reason() {
        return reason;
    }
}
