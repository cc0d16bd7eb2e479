package io.tidemark.aws.table;

import org.jspecify.annotations.Nullable;

/// The two tables of a generation.
///
/// @param accounts the table of accounts
/// @param objects  the table of event objects: the index
public record TableNames(String accounts, String objects) {
    /// The tables of a generation, given those of the first.
    ///
    /// @param generation its name, or null for the first
    public TableNames of(@Nullable String generation) {
        return generation == null ? this : new TableNames(accounts + "-" + generation, objects + "-" + generation);
    }
}
