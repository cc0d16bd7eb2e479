package io.tidemark.embedded.rocks;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.DiskFailures;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// What a failure of RocksDB means to a caller of a port. The only place where that is decided.
final class RocksFailures {
    private RocksFailures() {}

    /// The failure in the ports' words.
    ///
    /// @param doing what was being done to what, such as `read events`
    static StorageException of(RocksDBException failure, String doing) {
        Kind kind = kindOf(failure.getStatus(), failure.getMessage());
        return new StorageException(kind, "cannot " + doing + ": " + DiskFailures.sentence(kind, failure.getMessage()),
                failure);
    }

    private static Kind kindOf(@Nullable Status status, @Nullable String message) {
        String words = message == null ? "" : message;
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return Kind.FULL;
        }
        if (words.contains("While lock file") || words.contains("lock hold by current process")) {
            return Kind.LOCKED;
        }
        if (words.contains("create_if_missing is false")) {
            return Kind.MISSING;
        }
        Kind kind = DiskFailures.kindOf(words);
        boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
        boolean gone = words.contains("No such file or directory");
        return kind == Kind.FAILED && (corrupt || gone) ? Kind.DAMAGED : kind;
    }
}
