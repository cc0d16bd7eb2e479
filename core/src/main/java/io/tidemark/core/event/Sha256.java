package io.tidemark.core.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A SHA-256 digest: 32 bytes, compared by content. Immutable and thread-safe.
public final class Sha256 {
    /// The length of a digest in bytes.
    public static final int LENGTH = 32;
    /// 32 zero bytes: the head of an account's chain before its first entry.
    public static final Sha256 ZERO = new Sha256(new byte[LENGTH]);

    /// Looked up and not computed: nothing can be foretold about the digits of a digest.
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The digest held in those 32 bytes, which are copied.
    public static Sha256 copyOf(byte[] source, int offset) {
        return new Sha256(Arrays.copyOfRange(source, offset, offset + LENGTH));
    }

    /// The digest written as 64 hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when the text is anything else
    public static Sha256 parseHex(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
        }
        return new Sha256(bytes);
    }

    /// The digest of those bytes.
    public static Sha256 of(byte[] source) {
        return of(newMessageDigest(), source, 0, source.length);
    }

    /// The digest of a range of bytes, computed with a message digest that the caller reuses.
    ///
    /// @param sha256 a SHA-256 message digest in its initial state; it is left in that state
    public static Sha256 of(MessageDigest sha256, byte[] source, int offset, int length) {
        sha256.update(source, offset, length);
        return new Sha256(sha256.digest());
    }

    /// A new SHA-256 message digest.
    public static MessageDigest newMessageDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// The 32 bytes, copied.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// Writes the 32 bytes to `target` from `offset` on.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, LENGTH);
    }

    /// Feeds the 32 bytes to a message digest.
    public void update(MessageDigest digest) {
        digest.update(bytes);
    }

    /// Writes the digest as 64 lower-case hexadecimal digits in ASCII to `target` from `offset` on.
    public void hexTo(byte[] target, int offset) {
        int at = offset;
        for (byte b : bytes) {
            target[at++] = HEX_DIGITS[b >> 4 & 0xf];
            target[at++] = HEX_DIGITS[b & 0xf];
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sha256 digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The digest as 64 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
