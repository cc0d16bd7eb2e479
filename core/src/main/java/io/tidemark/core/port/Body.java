package io.tidemark.core.port;

import io.tidemark.core.event.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of an attempt, compared by content. They are a range of an array that may hold more, and that must not be changed; or
/// they are kept elsewhere, as in a bundle, and fetched when they are first asked for. Length and digest of those are known
/// without fetching them, and enough to compare them. Immutable and safe for use by many threads.
public final class Body {
    private final byte @Nullable [] array;
    private final int offset;
    private final int length;
    private final @Nullable Sha256 digest;
    private final @Nullable Kept kept;
    /// What was fetched; whoever sees it late fetches it again.
    private @Nullable Body fetched;

    /// Where bytes are that are not at hand.
    @FunctionalInterface
    public interface Kept {
        /// Fetches them.
        ///
        /// @return bytes that are at hand
        /// @throws StorageException of kind `FROZEN` when they have to be thawed first, `DAMAGED` when they are not there or not
        ///                          what was written
        Body fetch();
    }

    /// A range of an array.
    ///
    /// @param array  holds the bytes
    /// @param offset where they begin
    /// @param length how many they are
    public Body(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        digest = null;
        kept = null;
    }

    private Body(int length, Sha256 digest, Kept kept) {
        array = null;
        offset = 0;
        this.length = length;
        this.digest = digest;
        this.kept = kept;
    }

    /// The whole of that array.
    public static Body of(byte[] bytes) {
        return new Body(bytes, 0, bytes.length);
    }

    /// Bytes that are kept elsewhere.
    ///
    /// @param length how many they are
    /// @param digest their digest
    public static Body kept(int length, Sha256 digest, Kept kept) {
        return new Body(length, digest, kept);
    }

    /// Whether the bytes are at hand, or were at hand once.
    public boolean isAtHand() {
        return array != null || fetched != null;
    }

    private Body fetch() {
        Body known = fetched;
        if (known == null) {
            if (kept == null) {
                throw new IllegalStateException("a body has neither bytes nor a place");
            }
            known = kept.fetch();
            fetched = known;
        }
        return known;
    }

    /// The array that holds the bytes.
    ///
    /// @throws StorageException see [Kept#fetch()]
    public byte[] array() {
        return array != null ? array : fetch().array();
    }

    /// Where the bytes begin in the array.
    ///
    /// @throws StorageException see [Kept#fetch()]
    public int offset() {
        return array != null ? offset : fetch().offset();
    }

    /// How many bytes there are.
    public int length() {
        return length;
    }

    /// A copy of the bytes.
    ///
    /// @throws StorageException see [Kept#fetch()]
    public byte[] toBytes() {
        int from = offset();
        return Arrays.copyOfRange(array(), from, from + length);
    }

    /// The digest of the bytes, computed from the bytes themselves.
    ///
    /// @param sha256 a SHA-256 message digest in its initial state; it is left in that state
    /// @throws StorageException see [Kept#fetch()]
    public Sha256 digest(MessageDigest sha256) {
        return Sha256.of(sha256, array(), offset(), length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Body body) || body.length != length) {
            return false;
        }
        if (kept != null || body.kept != null) {
            return digest().equals(body.digest());
        }
        return Arrays.equals(array(), offset, offset + length, body.array(), body.offset, body.offset + length);
    }

    /// The digest of the bytes: where these are kept elsewhere, as it is known, without fetching them.
    public Sha256 digest() {
        return digest != null ? digest : digest(Sha256.newMessageDigest());
    }

    /// Computed from the bytes, which are fetched for it.
    @Override
    public int hashCode() {
        byte[] bytes = array();
        int from = offset();
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
