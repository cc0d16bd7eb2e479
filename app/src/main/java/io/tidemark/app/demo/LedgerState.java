package io.tidemark.app.demo;

import io.tidemark.Tidemark;
import io.tidemark.core.event.Cents;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.Cursor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What is remembered of a ledger, to be compared with later: little, but nothing in the ledger can change without it. Immutable.
///
/// @param accounts       how many accounts there are
/// @param entries        how many entries they have together
/// @param actual         their actual balances together, in cents
/// @param stateDigest    over every account's chain digest, and so over every entry
/// @param accountsDigest over every account as `accounts --output csv` writes it, balances included
/// @param samples        some accounts
record LedgerState(long accounts, long entries, BigInteger actual, Sha256 stateDigest, Sha256 accountsDigest,
        List<Account> samples) {
    private static final int SAMPLES = 3;

    LedgerState {
        samples = List.copyOf(samples);
    }

    /// The ledger as it is, with its busiest accounts as samples.
    static LedgerState busiest(Tidemark tidemark) {
        LedgerState all = read(tidemark, List.of());
        List<Account> busiest = new ArrayList<>();
        try (Cursor<Account> cursor = tidemark.accounts()) {
            for (Account account = cursor.next(); account != null; account = cursor.next()) {
                busiest.add(account);
                busiest.sort(Comparator.comparingLong(Account::sequence).reversed());
                if (busiest.size() > SAMPLES) {
                    busiest.removeLast();
                }
            }
        }
        return all.withSamples(busiest);
    }

    /// The ledger as it is, with the same accounts as samples, as far as they are there.
    static LedgerState like(LedgerState other, Tidemark tidemark) {
        return read(tidemark, other.samples().stream().map(Account::number).toList());
    }

    private static LedgerState read(Tidemark tidemark, Collection<String> wanted) {
        StateDigest state = new StateDigest();
        MessageDigest lines = Sha256.newMessageDigest();
        TreeMap<Integer, Account> samples = new TreeMap<>();
        List<String> order = List.copyOf(wanted);
        long accounts = 0;
        long entries = 0;
        BigInteger actual = BigInteger.ZERO;
        try (Cursor<Account> cursor = tidemark.accounts()) {
            for (Account account = cursor.next(); account != null; account = cursor.next()) {
                accounts++;
                entries += account.sequence();
                actual = actual.add(BigInteger.valueOf(account.actual()));
                state.add(account);
                lines.update(line(account).getBytes(StandardCharsets.US_ASCII));
                if (order.contains(account.number())) {
                    samples.put(order.indexOf(account.number()), account);
                }
            }
        }
        return new LedgerState(accounts, entries, actual, state.finish(), Sha256.copyOf(lines.digest(), 0),
                List.copyOf(samples.values()));
    }

    private LedgerState withSamples(List<Account> other) {
        return new LedgerState(accounts, entries, actual, stateDigest, accountsDigest, other);
    }

    private static String line(Account account) {
        return account.number() + "," + Cents.format(account.actual()) + "," + Cents.format(account.available()) + ","
                + account.sequence() + "," + account.head() + "\n";
    }

    /// Whether everything in it is the same.
    boolean matches(LedgerState other) {
        return accounts == other.accounts && entries == other.entries && actual.equals(other.actual)
                && stateDigest.equals(other.stateDigest) && accountsDigest.equals(other.accountsDigest)
                && samples.equals(other.samples);
    }
}
