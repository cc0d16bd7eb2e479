package io.tidemark.recovery.receipt;

import io.tidemark.core.event.Sha256;
import io.tidemark.recovery.json.JsonDocument;
import io.tidemark.recovery.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Receipts as bytes. What a receipt says stands first; behind it the digest of those bytes, and the signature of the same bytes where there
/// is one. The rest of the file is fixed, so that no byte of it can change unnoticed.
final class ReceiptFormat {
    static final String FORMAT = "tidemark-receipt";
    static final int VERSION = 1;
    private static final Pattern SEAL = Pattern.compile(
            ",\n  \"digest\": \"([0-9a-f]{64})\"(?:,\n  \"signature\": \"([A-Za-z0-9+/]{86}==)\")?\n}\n");
    private static final int LONGEST_SEAL = 220;

    private ReceiptFormat() {}

    /// A receipt in bytes.
    ///
    /// @param bytes  the file
    /// @param digest the digest that it bears
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Sealed(byte[] bytes, Sha256 digest) {}

    static Sealed write(Map<String, Object> tree, @Nullable SigningKey key) {
        Map<String, Object> all = new LinkedHashMap<>(tree);
        if (key != null) {
            Map<String, Object> signer = new LinkedHashMap<>();
            signer.put("keyId", SigningKey.idOf(key.open()));
            signer.put("publicKey", Base64.getEncoder().encodeToString(key.open().getEncoded()));
            all.put("signer", signer);
        }
        String text = JsonDocument.write(all);
        byte[] sealed = text.substring(0, text.length() - "\n}".length()).getBytes(StandardCharsets.UTF_8);
        Sha256 digest = Sha256.of(sealed);
        String seal = ",\n  \"digest\": \"" + digest + "\""
                + (key == null
                        ? ""
                        : ",\n  \"signature\": \"" + Base64.getEncoder().encodeToString(key.sign(sealed)) + "\"")
                + "\n}\n";
        byte[] end = seal.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(sealed, sealed.length + end.length);
        System.arraycopy(end, 0, bytes, sealed.length, end.length);
        return new Sealed(bytes, digest);
    }

    /// Reads a receipt and checks what can be checked without knowing whose key it should be signed with.
    ///
    /// @throws IOException with one clause for people when it is not a receipt as it was written
    static Receipt read(byte[] file) throws IOException {
        int from = Math.max(0, file.length - LONGEST_SEAL);
        String end = new String(file, from, file.length - from, StandardCharsets.ISO_8859_1);
        Matcher matcher = SEAL.matcher(end);
        int at = end.lastIndexOf(",\n  \"digest\": \"");
        if (at < 0 || !matcher.region(at, end.length()).matches()) {
            throw new IOException("it does not end as a receipt does");
        }
        byte[] sealed = Arrays.copyOf(file, from + at);
        if (!Sha256.of(sealed).toString().equals(matcher.group(1))) {
            throw new IOException("its bytes are not those that its digest was taken of");
        }
        JsonObject json = JsonObject.read(file);
        if (!json.string("format").equals(FORMAT) || json.number("version") != VERSION) {
            throw new IOException("its format is " + json.string("format") + " version " + json.number("version")
                    + ", this program knows " + FORMAT + " version " + VERSION);
        }
        PublicKey signer = json.has("signer") ? signer(json.object("signer")) : null;
        String signature = matcher.group(2);
        if (signer == null && signature != null) {
            throw new IOException("it does not say whose signature it bears");
        }
        if (signer != null && (signature == null
                || !SigningKey.verifies(signer, sealed, Base64.getDecoder().decode(signature)))) {
            throw new IOException(signature == null ? "its signature is gone" : "its signature does not hold");
        }
        return new Receipt(json.string("id"), JsonDocument.read(file), Sha256.parseHex(matcher.group(1)), signer);
    }

    private static PublicKey signer(JsonObject signer) throws IOException {
        try {
            PublicKey key = publicKey(Base64.getDecoder().decode(signer.string("publicKey")));
            if (!SigningKey.idOf(key).equals(signer.string("keyId"))) {
                throw new IOException("its key is not the one that it names");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("its key is none: " + e.getMessage(), e);
        }
    }

    static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
