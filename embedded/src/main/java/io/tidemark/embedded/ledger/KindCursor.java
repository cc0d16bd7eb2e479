package io.tidemark.embedded.ledger;

import io.tidemark.core.port.Cursor;
import org.jspecify.annotations.Nullable;

/// Walks over all keys of one kind.
///
/// @param <T> what the keys and values stand for
final class KindCursor<T> implements Cursor<T> {
    private final StateWalk walk;
    private final byte kind;
    private final Decoder<T> decoder;
    private boolean placed;
    private boolean done;

    KindCursor(StateWalk walk, byte kind, Decoder<T> decoder) {
        this.walk = walk;
        this.kind = kind;
        this.decoder = decoder;
    }

    /// What a key and its value stand for.
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] key, byte[] value);
    }

    @Override
    public @Nullable T next() {
        if (done) {
            return null;
        }
        boolean found = placed ? walk.next() : walk.seek(new byte[] {kind});
        placed = true;
        byte[] key = found ? walk.key() : null;
        if (key == null || key[0] != kind) {
            done = true;
            return null;
        }
        return decoder.decode(key, walk.value());
    }

    @Override
    public void close() {
        walk.close();
    }
}
