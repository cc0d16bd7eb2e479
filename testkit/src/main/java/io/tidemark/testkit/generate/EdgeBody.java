package io.tidemark.testkit.generate;

import java.nio.charset.StandardCharsets;

/// A body at one of the edges of the format.
///
/// @param name  what is special about it
/// @param bytes the body
@SuppressWarnings("ArrayRecordComponent") // made to be put, never compared
public record EdgeBody(String name, byte[] bytes) {
    static EdgeBody of(String name, String body) {
        return new EdgeBody(name, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
