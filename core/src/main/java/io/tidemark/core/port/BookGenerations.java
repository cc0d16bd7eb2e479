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

    /// A generation that was made as of a moment of arrival, in the place of one that knew of more. Immutable.
    ///
    /// What was recorded between that moment and the making of the generation is no longer so: attempts that arrived in it were undecided
    /// again, whatever copies of them tell, and snapshots and backups of that time are of a history that was left.
    ///
    /// @param generation its name
    /// @param from       the generation that was in force before, or null for the first
    /// @param toMicros   the moment of arrival, in microseconds since 1970
    /// @param madeMicros when it was made, in microseconds since 1970
    record WentBack(String generation, @Nullable String from, long toMicros, long madeMicros) {
        /// Whether a moment lies in the time that was left.
        ///
        /// @param micros the moment, in microseconds since 1970
        public boolean left(long micros) {
            return micros > toMicros && micros <= madeMicros;
        }
    }

    /// The generations that were made as of a moment, in the order of their names. Kept with the control item, however many generations
    /// follow.
    ///
    /// @throws StorageException of kind `MISSING` when the place of the control item is not there
    List<WentBack> wentBack();

    /// Notes that a generation is made as of a moment, durably: before it comes into force. Noting it again replaces what was noted.
    void note(WentBack generation);

    /// Forgets what was noted of a generation that did not come into force; where nothing was, that is no error.
    void forget(String generation);

    /// Sees to it that the control item has a place to stand: it shares a table with the first generation, which may be lost.
    void ensureControl();
}
