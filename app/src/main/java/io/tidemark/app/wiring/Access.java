package io.tidemark.app.wiring;

/// What may be done with a home.
public enum Access {
    /// Read beside a process that may be writing: everything is as of when it was opened.
    READ,
    /// Read and write; no other process may write meanwhile.
    WRITE,
    /// The same, and make the home when there is none.
    CREATE
}
