package io.tidemark.core.pipeline;

/// Processing is paused.
public final class PausedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;

    /// A pause at that position.
    public PausedException(long position) {
        super("processing is paused at position " + position);
        this.position = position;
    }

    /// The position after which nothing is processed.
    public long position() {
        return position;
    }
}
