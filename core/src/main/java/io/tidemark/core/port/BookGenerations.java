package io.tidemark.core.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The generations of the tables behind an [AccountBook]. Which of them is in force is the [ControlItem]'s to say. Safe for use by
/// many threads.
public interface BookGenerations {
    /// The names of the generations of which any table is there, in the order of their names, whole or not. The first generation,
    /// which has no name, is not among them.
    List<String> list();

    /// What a generation holds.
    ///
    /// @param generation its name, or null for the first
    BookContents contents(@Nullable String generation);

    /// Makes the tables of a new generation and opens them for loading.
    ///
    /// @throws StorageException when there are tables of that name
    BookLoading create(String generation);

    /// Opens a generation that was restored from a backup, or that a loading before did not finish: what is loaded takes the place of what is there, and what is there and was
    /// not loaded goes.
    BookLoading reload(String generation);

    /// Protects the tables of a generation that is about to come into force as those of the first are: from being deleted, and by what
    /// the store offers for going back in time.
    void protect(String generation);

    /// Removes the tables of a generation; such as are not there are not an error.
    void delete(String generation);

    /// Sees to it that the control item has a place to stand: it shares a table with the first generation, which may be lost.
    void ensureControl();
}
