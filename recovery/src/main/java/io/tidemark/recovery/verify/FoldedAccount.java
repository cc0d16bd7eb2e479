package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import org.jspecify.annotations.Nullable;

/// An account of the second reader's fold. Mutable, not thread-safe.
final class FoldedAccount implements AccountMap.Numbered {
    private final String number;
    final String customer;
    final byte[] head = new byte[Sha256.LENGTH];
    long actual;
    long available;
    long held;
    long sequence;
    @Nullable
    String lastKey;
    long lastSecond;
    /// Stands for the positions at which the entries took effect, see [#trace].
    long trace;

    FoldedAccount(String number, String customer) {
        this.number = number;
        this.customer = customer;
    }

    /// The trace of entries that took effect at certain positions, after one more.
    static long trace(long before, long decidedAt) {
        long mixed = (before ^ decidedAt) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }

    @Override
    public String number() {
        return number;
    }

    @Override
    public String toString() {
        return "sequence " + sequence + ", " + actual + " actual and " + available + " available cents, head "
                + Sha256.copyOf(head, 0) + ", last " + lastKey + " at " + lastSecond + ", customer " + customer;
    }
}
