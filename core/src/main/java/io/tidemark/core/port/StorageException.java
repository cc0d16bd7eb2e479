package io.tidemark.core.port;

import org.jspecify.annotations.Nullable;

/// Storage could not do what was asked. The message is one line for people: what, where, and what to do. Unless a method says
/// otherwise, nothing was changed when it is thrown.
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What kind of trouble it is.
    public enum Kind {
        /// Stored data is not what was written: a checksum or a form does not hold.
        DAMAGED,
        /// The data was written by a version of the format that this program does not know.
        UNSUPPORTED_FORMAT,
        /// What should be there is not.
        MISSING,
        /// It is in cold storage and has to be thawed before it can be read.
        FROZEN,
        /// Another process holds it.
        LOCKED,
        /// There is no room left. Once there is, the same call succeeds; the store may have to be opened again first.
        FULL,
        /// It may be read but not written.
        READ_ONLY,
        /// The input or output itself failed; the same call may succeed later.
        FAILED
    }

    private final Kind kind;

    /// A failure of that kind.
    public StorageException(Kind kind, String message) {
        this(kind, message, null);
    }

    /// A failure of that kind with the failure below it.
    public StorageException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What kind of trouble it is.
    public Kind kind() {
        return kind;
    }
}
