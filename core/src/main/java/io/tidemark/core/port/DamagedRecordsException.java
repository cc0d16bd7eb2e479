package io.tidemark.core.port;

import org.jspecify.annotations.Nullable;

/// Records of the [EventLog] cannot be read. Carries which ones, so that callers can name them, count them and go on behind them.
public final class DamagedRecordsException extends StorageException {
    private static final long serialVersionUID = 1L;

    private final long firstPosition;
    private final long lastPosition;
    private final String description;

    /// Damage from one position to another.
    ///
    /// @param firstPosition the first record that cannot be read
    /// @param lastPosition  the last record before the next one that can, or before the end of what was asked for
    /// @param message       one line for people, without the positions
    /// @param cause         the failure below it, or null
    public DamagedRecordsException(long firstPosition, long lastPosition, String message, @Nullable Throwable cause) {
        super(Kind.DAMAGED, "positions " + firstPosition + " to " + lastPosition + ": " + message, cause);
        this.firstPosition = firstPosition;
        this.lastPosition = lastPosition;
        this.description = message;
    }

    /// Damage from one position to another that nothing below reported.
    ///
    /// @param firstPosition the first record that cannot be read
    /// @param lastPosition  the last one
    /// @param message       one line for people, without the positions
    public DamagedRecordsException(long firstPosition, long lastPosition, String message) {
        this(firstPosition, lastPosition, message, null);
    }

    /// The first position that cannot be read.
    public long firstPosition() {
        return firstPosition;
    }

    /// The last position that cannot be read: reading can go on at the one after it.
    public long lastPosition() {
        return lastPosition;
    }

    /// What is wrong, without the positions.
    public String description() {
        return description;
    }
}
