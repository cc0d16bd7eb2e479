package io.tidemark.recovery.verify;

/// An open matter of the second reader's fold: an uncounted deposit, or what a payment holds. Mutable.
final class FoldedMatter {
    final String key;
    final FoldedAccount account;
    final long amount;
    long left;

    FoldedMatter(String key, FoldedAccount account, long amount) {
        this.key = key;
        this.account = account;
        this.amount = amount;
        left = amount;
    }
}
