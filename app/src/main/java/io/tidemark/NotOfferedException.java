package io.tidemark;

/// The store does not do this; the message says what does.
public final class NotOfferedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is not offered, and what to do instead, on one line.
    public NotOfferedException(String message) {
        super(message);
    }
}
