package io.tidemark.core.ledger;

import io.tidemark.core.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The digest of a whole ledger: SHA-256 over the lines `account|sequence|head(hex)\n` in bytewise order of the account.
///
/// Not thread-safe.
public final class StateDigest {
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private String last = "";

    /// Adds the next account.
    ///
    /// @throws IllegalArgumentException when its number is not after that of the account before
    public void add(Account account) {
        // Account numbers are ASCII, so the order of strings is the bytewise one.
        if (account.number().compareTo(last) <= 0) {
            throw new IllegalArgumentException("account " + account.number() + " after " + last);
        }
        last = account.number();
        String line = account.number() + "|" + account.sequence() + "|" + account.head() + "\n";
        sha256.update(line.getBytes(StandardCharsets.US_ASCII));
    }

    /// The digest over all accounts added so far. Ends the computation; the object starts again empty.
    public Sha256 finish() {
        last = "";
        return Sha256.copyOf(sha256.digest(), 0);
    }
}
