package io.tidemark.core.port;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Walks over stored things in the order that the method which made it states. Holds storage resources until closed. Not
/// thread-safe.
///
/// @param <T> what it walks over
public interface Cursor<T> extends AutoCloseable {
    /// The next one, or null after the last; null again when asked again.
    ///
    /// @throws StorageException when it cannot be read; the cursor is then of no further use
    @Nullable
    T next();

    /// Lets go of what it holds. May be called twice.
    @Override
    void close();

    /// Walks over what an iterator gives, and holds nothing else.
    static <T> Cursor<T> over(Iterator<? extends T> each) {
        return new Cursor<>() {
            @Override
            public @Nullable T next() {
                return each.hasNext() ? each.next() : null;
            }

            @Override
            public void close() {
                // There is nothing to let go of.
            }
        };
    }
}
