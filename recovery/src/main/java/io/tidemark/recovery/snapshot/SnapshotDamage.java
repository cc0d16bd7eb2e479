package io.tidemark.recovery.snapshot;

/// A file of a snapshot that is not what was written.
///
/// @param file        the file's name within the snapshot
/// @param description what is wrong with it, one clause
public record SnapshotDamage(String file, String description) {
    @Override
    public String toString() {
        return file + ": " + description;
    }
}
