package io.tidemark.recovery.receipt;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Ed25519 keys as text: PEM of PKCS#8 for private keys, of SubjectPublicKeyInfo for public ones, as `openssl` reads and writes them.
public final class KeyText {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyText() {}

    /// A private key's text.
    public static String of(PrivateKey key) {
        return pem(PRIVATE, key);
    }

    /// A public key's text.
    public static String of(PublicKey key) {
        return pem(PUBLIC, key);
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.getEncoded()) + "\n-----END " + label + "-----\n";
    }

    /// Reads a private key.
    ///
    /// @throws IllegalArgumentException when it is none
    public static PrivateKey privateKey(String text) {
        try {
            return KeyFactory.getInstance(SigningKey.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(decoded(PRIVATE, text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 private key in PEM (PKCS#8)", e);
        }
    }

    /// Reads a public key.
    ///
    /// @throws IllegalArgumentException when it is none
    public static PublicKey publicKey(String text) {
        try {
            return ReceiptFormat.publicKey(decoded(PUBLIC, text));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key in PEM", e);
        }
    }

    private static byte[] decoded(String label, String text) {
        String opening = "-----BEGIN " + label + "-----";
        int from = text.indexOf(opening);
        int to = text.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no " + label + " in PEM in it");
        }
        return Base64.getMimeDecoder().decode(text.substring(from + opening.length(), to).strip());
    }
}
