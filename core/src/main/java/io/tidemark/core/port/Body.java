package io.tidemark.core.port;

import io.tidemark.core.event.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of an attempt, as a range of an array that may hold more; compared by content. The array must not be changed.
///
/// @param array  holds the bytes
/// @param offset where they begin
/// @param length how many they are
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below; a copy for each event would cost more than decoding it
public record Body(byte[] array, int offset, int length) {
    /// The whole of that array.
    public static Body of(byte[] bytes) {
        return new Body(bytes, 0, bytes.length);
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// The digest of the bytes.
    ///
    /// @param sha256 a SHA-256 message digest in its initial state; it is left in that state
    public Sha256 digest(MessageDigest sha256) {
        return Sha256.of(sha256, array, offset, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Body body
                && Arrays.equals(array, offset, offset + length, body.array, body.offset, body.offset + body.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
