package io.tidemark.recovery.verify;

/// An open matter of the second reader's fold: an uncounted deposit, or what a payment holds. Mutable.
final class FoldedMatter {
    final String key;
    final long hash;
    final boolean deposit;
    final FoldedAccount account;
    final long amount;
    long left;
    /// Where its own event is excluded; 0 when it is not.
    long until;

    /// @param hash    the hash of the key
    /// @param deposit whether it is a deposit, not a payment
    FoldedMatter(String key, long hash, boolean deposit, FoldedAccount account, long amount) {
        this.key = key;
        this.hash = hash;
        this.deposit = deposit;
        this.account = account;
        this.amount = amount;
        left = amount;
    }
}
