package io.tidemark;

import io.tidemark.core.port.Cursor;
import org.jspecify.annotations.Nullable;

/// A cursor that gives something back when it is closed, once. Not thread-safe.
///
/// @param <T> what it walks over
final class LeasedCursor<T> implements Cursor<T> {
    private final @Nullable Cursor<T> cursor;
    private final Runnable giveBack;
    private boolean closed;

    /// A cursor over another one, or over nothing.
    ///
    /// @param giveBack called after that one was closed
    LeasedCursor(@Nullable Cursor<T> cursor, Runnable giveBack) {
        this.cursor = cursor;
        this.giveBack = giveBack;
    }

    @Override
    public @Nullable T next() {
        return cursor == null || closed ? null : cursor.next();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (cursor != null) {
                cursor.close();
            }
        } finally {
            giveBack.run();
        }
    }
}
