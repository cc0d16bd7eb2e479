package io.tidemark.app.intake;

import java.io.InputStream;
import java.nio.file.Path;

/// Where events come from.
public sealed interface Input {
    /// A bundle, a single event file or a folder of both.
    ///
    /// @param path where it is
    record OfPath(Path path) implements Input {}

    /// A bundle as a stream, compressed or not.
    ///
    /// @param name   how refusals name it
    /// @param stream the bytes; read to its end and not closed
    record OfStream(String name, InputStream stream) implements Input {}

    /// The input at that path.
    static Input of(Path path) {
        return new OfPath(path);
    }
}
