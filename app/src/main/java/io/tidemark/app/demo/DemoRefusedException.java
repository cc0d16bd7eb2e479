package io.tidemark.app.demo;

/// A demonstration will not begin. The message is one line for people: why, and what to do.
public final class DemoRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why a demonstration will not begin.
    public enum Reason {
        /// The directory is not one that a demonstration may make anew.
        NOT_ITS_OWN,
        /// There are no events to show anything with.
        NO_EVENTS
    }

    private final Reason reason;

    DemoRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
