package io.tidemark.recovery.verify;

import io.tidemark.core.port.StorageException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// What another thread comes to.
final class Awaited {
    private Awaited() {}

    /// Waits for it. What made the other thread fail is thrown here.
    static <T> T get(Future<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(StorageException.Kind.FAILED, "reading was interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException("reading events failed", e);
            }
        }
    }
}
