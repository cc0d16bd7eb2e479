package io.tidemark.app.generate;

import java.util.Arrays;

/// The accounts of a stream: which are open, and what each has available. Accounts are opened one after the other; the
/// first opened are the busiest. Eight bytes an account. Not thread-safe.
final class Population {
    private static final long FIRST_NUMBER = 1_000_000_000L;
    /// A prime, so that multiplying runs through all numbers below it once before it comes back to the first.
    private static final long NUMBERS = 8_999_999_993L;
    private static final long STRIDE = 3_702_948_731L;
    private static final int FIRST_CAPACITY = 1024;
    private static final int SKEWED_PICKS_PER_MILLE = 650;

    private final int accounts;
    private long[] available = new long[FIRST_CAPACITY];
    private int opened;

    Population(int accounts) {
        this.accounts = accounts;
    }

    /// Whether the next event should open an account: often while most are still to be opened, and never slower than
    /// one event in fifty.
    boolean opensNext(Chance chance) {
        if (opened == accounts) {
            return false;
        }
        long missingPerMille = 1000L * (accounts - opened) / accounts;
        return opened == 0 || chance.perMille((int) Math.max(missingPerMille / 2, 20));
    }

    /// Opens the next account, with nothing available, and returns it.
    int open() {
        if (opened == available.length) {
            available = Arrays.copyOf(available, (int) Math.min(accounts, 2L * opened));
        }
        return opened++;
    }

    /// How many accounts are open.
    int opened() {
        return opened;
    }

    /// An open account, a busy one more often than an idle one. At least one must be open.
    int pick(Chance chance) {
        return chance.perMille(SKEWED_PICKS_PER_MILLE) ? chance.skewedBelow(opened) : chance.below(opened);
    }

    /// An open account, each as likely as any other. At least one must be open.
    int pickEvenly(Chance chance) {
        return chance.below(opened);
    }

    /// An open account other than that one. At least two must be open.
    int pickOther(Chance chance, int account) {
        int other = pick(chance);
        return other == account ? (account + 1) % opened : other;
    }

    /// What the account has available, in cents.
    long available(int account) {
        return available[account];
    }

    /// Adds to what the account has available; `cents` may be negative.
    void add(int account, long cents) {
        available[account] += cents;
    }

    /// The account's number: ten digits, scattered, so that neighbours in time are none in order.
    static long number(int account) {
        return FIRST_NUMBER + (account + 1L) * STRIDE % NUMBERS;
    }

    /// A number that no account of this population will ever have.
    long unknownNumber(Chance chance) {
        return number(accounts + chance.below(1000));
    }
}
