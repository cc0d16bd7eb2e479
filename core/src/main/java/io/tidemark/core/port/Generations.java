package io.tidemark.core.port;

import java.util.List;

/// The ledger generations that storage holds. Which of them is in force is the [ControlItem]'s to say.
public interface Generations {
    /// The names of all generations that are there, in the order of their names; whole or not.
    List<String> list();

    /// Makes a new, empty generation and opens it for writing.
    ///
    /// @throws StorageException when there is one of that name
    LedgerStore create(String generation);

    /// Opens a generation for reading and writing.
    ///
    /// @throws StorageException of kind `MISSING` when it is not there, `DAMAGED` when it cannot be opened
    LedgerStore open(String generation);

    /// Opens a generation for reading, beside a process that may be writing it; sees its last commit.
    ///
    /// @throws StorageException of kind `MISSING` when it is not there, `DAMAGED` when it cannot be opened
    LedgerReader openForReading(String generation);

    /// Removes a generation; one that is not there is not an error.
    void delete(String generation);
}
