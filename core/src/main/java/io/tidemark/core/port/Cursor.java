package io.tidemark.core.port;

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
}
