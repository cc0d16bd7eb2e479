package io.tidemark.recovery.receipt;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a look at a receipt came to. Immutable.
///
/// @param id      the receipt's id, or the name of its file
/// @param receipt the receipt, or null when it is not as it was written
/// @param damage  what is wrong with it, one clause, or null when it is as it was written
public record ReceiptCheck(String id, @Nullable Receipt receipt, @Nullable String damage) {
    /// Checks the bytes of a receipt.
    ///
    /// @param name     its id, or the name of its file
    /// @param expected the id that it must bear, or null for any
    public static ReceiptCheck of(String name, @Nullable String expected, byte[] bytes) {
        try {
            Receipt receipt = ReceiptFormat.read(bytes);
            return expected == null || expected.equals(receipt.id())
                    ? new ReceiptCheck(name, receipt, null)
                    : new ReceiptCheck(name, null, "it is receipt " + receipt.id());
        } catch (IOException e) {
            return new ReceiptCheck(name, null, String.valueOf(e.getMessage()));
        }
    }

    /// How the signature is.
    public enum Signature {
        /// It is of a key that was given.
        OF_A_GIVEN_KEY,
        /// It holds, and nobody said whose key it must be.
        OF_SOME_KEY,
        /// It is of another key than those that were given.
        OF_ANOTHER_KEY,
        /// There is none.
        NONE,
        /// The receipt is not as it was written.
        UNKNOWN
    }

    /// How the signature is.
    ///
    /// @param keys the keys of which one must have signed it; empty for any
    public Signature signature(List<PublicKey> keys) {
        if (receipt == null) {
            return Signature.UNKNOWN;
        }
        PublicKey signer = receipt.signer();
        if (signer == null) {
            return Signature.NONE;
        }
        if (keys.isEmpty()) {
            return Signature.OF_SOME_KEY;
        }
        return keys.contains(signer) ? Signature.OF_A_GIVEN_KEY : Signature.OF_ANOTHER_KEY;
    }
}
