package io.tidemark.core.port;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The full copies that a store makes of its own tables. Safe for use by many threads.
public interface Backups {
    /// A copy of both tables of a generation. The two, and the items of one, need not be of one moment.
    ///
    /// @param id         its name: sorts by the moment at which it was begun
    /// @param createdAt  when it was begun
    /// @param generation the generation that was copied, or null for the first
    /// @param whole      whether both tables' copies are there and can be restored
    record Backup(String id, Instant createdAt, @Nullable String generation, boolean whole) {}

    /// All backups in order of their names.
    List<Backup> list();

    /// Copies both tables of a generation. Returns when the copies can be restored.
    ///
    /// @param generation its name, or null for the first
    Backup create(@Nullable String generation);

    /// Makes the tables of a new generation from a backup. Returns when they can be read and written.
    ///
    /// @throws StorageException of kind `MISSING` when there is no whole backup of that name
    void restore(String id, String generation);
}
