package io.tidemark.core.port;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where snapshots are kept: named sets of files, published as a whole.
///
/// A snapshot is written to a private place and becomes visible by [Draft#publish], which writes the manifest last. What is in a
/// file and in the manifest is the business of `io.tidemark.recovery.snapshot`. Safe for use by many threads.
public interface SnapshotStore {
    /// The names of all published snapshots in bytewise order, damaged or not.
    List<String> list();

    /// Begins a snapshot of that name.
    ///
    /// @throws StorageException when one of that name is published
    Draft begin(String id);

    /// A snapshot's manifest as it was published, or null when it has none.
    ///
    /// @throws StorageException of kind `MISSING` when there is no snapshot of that name
    byte @Nullable [] manifest(String id);

    /// Opens a file of a snapshot.
    ///
    /// @throws StorageException of kind `MISSING` when it is not there
    InputStream open(String id, String file);

    /// Removes a snapshot: its manifest first, so that no part of it looks whole. One that is not there is not an error.
    void delete(String id);

    /// A snapshot that is being written. Not thread-safe.
    interface Draft extends AutoCloseable {
        /// Begins a file; the stream must be closed before the next file or [#publish].
        OutputStream create(String file);

        /// Syncs all files, then writes and syncs the manifest, then makes the snapshot visible under its name, atomically.
        void publish(byte[] manifest);

        /// Ends the work. Unless it was published, nothing of it remains.
        @Override
        void close();
    }
}
