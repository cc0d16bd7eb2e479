package io.tidemark.recovery.receipt;

import io.tidemark.core.event.Sha256;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// An Ed25519 key that signs receipts. Immutable.
///
/// @param secret the private key
/// @param open   the public key that belongs to it
public record SigningKey(PrivateKey secret, PublicKey open) {
    static final String ALGORITHM = "Ed25519";

    /// A pair that belongs together.
    ///
    /// @throws IllegalArgumentException when they are no Ed25519 keys, or do not belong together
    public SigningKey {
        byte[] probe = {1};
        if (!verifies(open, probe, sign(secret, probe))) {
            throw new IllegalArgumentException("the public key is another pair's");
        }
    }

    /// The id of a public key: SHA-256 of its encoding (SubjectPublicKeyInfo, DER), in hexadecimal digits.
    public static String idOf(PublicKey key) {
        return Sha256.of(key.getEncoded()).toString();
    }

    byte[] sign(byte[] message) {
        return sign(secret, message);
    }

    private static byte[] sign(PrivateKey secret, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it cannot be signed with: " + e.getMessage(), e);
        }
    }

    /// Whether a signature of a message is that key's.
    static boolean verifies(PublicKey key, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
