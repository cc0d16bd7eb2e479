package io.tidemark.testkit.fault;

/// When a fault strikes, seen from the write that it strikes.
public enum Moment {
    /// Nothing of the write has taken place.
    BEFORE,
    /// A part of the write has taken place, where its port allows a part; otherwise the same as [#BEFORE].
    DURING,
    /// All of the write has taken place; the caller does not learn of it.
    AFTER
}
