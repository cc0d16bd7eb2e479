package io.tidemark.core.port;

/// How a bundle is kept: at hand, or cold, where it has to be thawed before it can be read. The names are S3's.
public enum StorageClass {
    /// At hand.
    STANDARD,
    /// Cold: thawed within minutes to hours (S3 Glacier Flexible Retrieval).
    GLACIER,
    /// Coldest: thawed within hours to two days (S3 Glacier Deep Archive).
    DEEP_ARCHIVE;

    /// Whether it has to be thawed before it can be read.
    public boolean isCold() {
        return this != STANDARD;
    }
}
