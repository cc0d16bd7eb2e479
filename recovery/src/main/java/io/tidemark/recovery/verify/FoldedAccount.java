package io.tidemark.recovery.verify;

/// An account of the second reader's fold; what its last entry left is in [AccountTails]. Mutable, not thread-safe.
final class FoldedAccount {
    /// Its place among all accounts in the order in which they were opened.
    final int id;
    /// What the number is found by, see [NumberCode].
    final long code;
    final long moreCode;
    final String customer;
    long actual;
    long available;
    long held;
    long sequence;
    /// Stands for the positions at which the entries took effect, see [#trace].
    long trace;
    private final String number;

    /// An account without entries.
    ///
    /// @param code     what [NumberCode] makes of the number
    /// @param moreCode the rest of that
    FoldedAccount(int id, String number, long code, long moreCode, String customer) {
        this.id = id;
        this.number = number;
        this.code = code;
        this.moreCode = moreCode;
        this.customer = customer;
    }

    /// The trace of entries that took effect at certain positions, after one more.
    static long trace(long before, long decidedAt) {
        long mixed = (before ^ decidedAt) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }

    String number() {
        return number;
    }
}
