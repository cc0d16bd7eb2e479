package io.tidemark.recovery.tables;

import io.tidemark.core.port.Stores;

/// Makes room for a proof: stores that are empty and belong to nobody else, on one machine. What is written there is of no use afterwards.
public interface Workspaces {
    /// Opens one.
    Workspace open();

    /// Stores for one proof.
    interface Workspace extends AutoCloseable {
        /// The stores.
        Stores stores();

        /// Removes them.
        @Override
        void close();
    }
}
