package io.tidemark.embedded.rocks;

import java.nio.charset.StandardCharsets;

/// A table of a [Database]: its name on disk and what it is tuned for.
///
/// @param name  the name, fixed once written; `default` is there in every database
/// @param shape what it holds
public record Table(String name, Shape shape) {
    /// What a table holds, which decides how it is laid out.
    public enum Shape {
        /// A handful of small items.
        FEW,
        /// Very many small items that are looked up by their whole key, often in vain, and written in any order.
        POINTS,
        /// Small items that are looked up by key and walked over in order.
        ORDERED,
        /// Large values that are compact already, written in order of their keys.
        RUNS
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
