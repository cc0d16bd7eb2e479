package io.tidemark.core.pipeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Processing is paused, as a whole or of an account.
public final class PausedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;
    private final @Nullable String account;

    /// A pause at that position.
    public PausedException(long position) {
        super("processing is paused at position " + position);
        this.position = position;
        account = null;
    }

    /// A pause at that moment, where attempts have no positions: what arrived later is undecided.
    public PausedException(Instant moment) {
        super("processing is paused at " + moment);
        position = 0;
        account = null;
    }

    /// A pause of that account.
    public PausedException(String account) {
        super("account " + account + " is paused");
        position = 0;
        this.account = account;
    }

    /// The account that is paused, or null when all processing is.
    public @Nullable String account() {
        return account;
    }

    /// The position after which nothing is processed; 0 when only an account is paused, or where there are no positions.
    public long position() {
        return position;
    }
}
