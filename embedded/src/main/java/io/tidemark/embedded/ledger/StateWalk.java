package io.tidemark.embedded.ledger;

/// Walks over keys of the state in bytewise order. Not thread-safe.
interface StateWalk extends AutoCloseable {
    /// Goes to the first key at or after that one.
    ///
    /// @return whether there is one
    boolean seek(byte[] key);

    /// Goes to the last key at or before that one. Not for kinds of which items are removed.
    ///
    /// @return whether there is one
    boolean seekAtOrBefore(byte[] key);

    /// Goes to the next key.
    ///
    /// @return whether there is one
    boolean next();

    /// The key that the walk is at.
    byte[] key();

    /// Whether the key that the walk is at is removed, rather than has a value.
    boolean isRemoval();

    /// The value of the key that the walk is at.
    byte[] value();

    @Override
    void close();
}
