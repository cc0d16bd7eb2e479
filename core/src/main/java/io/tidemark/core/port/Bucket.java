package io.tidemark.core.port;

/// Where an attempt's object is kept.
public enum Bucket {
    /// Where events are put.
    NEW,
    /// Where accepted events go when they expire.
    ARCHIVE,
    /// Where rejected attempts go.
    REJECTED
}
