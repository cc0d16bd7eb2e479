package io.tidemark.app.cli.verb;

/// Work that makes others wait, until it is closed.
interface Holding extends AutoCloseable {
    /// The work has ended, in whatever way.
    @Override
    void close();
}
