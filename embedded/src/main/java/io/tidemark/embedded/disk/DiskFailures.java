package io.tidemark.embedded.disk;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a failure of the file system means to a caller of a port.
public final class DiskFailures {
    private DiskFailures() {}

    /// The failure in the ports' words.
    ///
    /// @param doing what was being done to what, such as `write snapshots/a`
    public static StorageException of(IOException failure, String doing) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        Kind kind = switch (failure) {
            case NoSuchFileException _ -> Kind.MISSING;
            case AccessDeniedException _ -> Kind.READ_ONLY;
            default -> kindOf(reason);
        };
        return new StorageException(kind, "cannot " + doing + ": " + sentence(kind, failure.getMessage()), failure);
    }

    /// The failure in the ports' words.
    public static StorageException of(ReadOnlyFileSystemException failure, String doing) {
        return new StorageException(Kind.READ_ONLY, "cannot " + doing + ": " + sentence(Kind.READ_ONLY, null), failure);
    }

    /// The kind of failure that an operating system's words for it tell.
    public static Kind kindOf(@Nullable String reason) {
        String words = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        if (words.contains("no space left") || words.contains("quota exceeded") || words.contains("not enough space")) {
            return Kind.FULL;
        }
        if (words.contains("read-only file system") || words.contains("permission denied")
                || words.contains("operation not permitted")) {
            return Kind.READ_ONLY;
        }
        return Kind.FAILED;
    }

    /// One line that says what is the matter and, where it is known, what to do.
    ///
    /// @param detail what the layer below said
    public static String sentence(Kind kind, @Nullable String detail) {
        return switch (kind) {
            case FULL -> "the disk is full; free some space and try again";
            case READ_ONLY ->
                    "it may be read but not written; check the permissions and how the file system is mounted";
            case MISSING -> "it is not there (" + firstLine(detail) + ")";
            case DAMAGED, UNSUPPORTED_FORMAT, FROZEN, LOCKED, FAILED -> firstLine(detail);
        };
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "no reason was given" : text.lines().findFirst().orElse("").strip();
    }
}
