package io.tidemark.recovery.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Accounts by their number, for many of them: an open-addressing table that holds nothing but the accounts. Nothing is ever
/// removed. Not thread-safe.
///
/// @param <A> what stands for an account
public final class AccountMap<A extends AccountMap.Numbered> {
    private @Nullable Numbered[] table = new Numbered[1 << 10];
    private int size;
    private String[] sorted = new String[0];
    private final List<String> unsorted = new ArrayList<>();

    /// Something with an account number.
    public interface Numbered {
        /// The account number.
        String number();
    }

    /// The account with that number, or null when there is none.
    @SuppressWarnings("unchecked") // nothing but an A was ever put in
    public @Nullable A get(String number) {
        return (A) table[slot(number)];
    }

    /// Adds an account whose number is not there yet.
    public void add(A account) {
        if (2 * (size + 1) > table.length) {
            grow();
        }
        table[slot(account.number())] = account;
        unsorted.add(account.number());
        size++;
    }

    /// How many accounts there are.
    public int size() {
        return size;
    }

    /// Visits all accounts, in no order.
    @SuppressWarnings("unchecked") // nothing but an A was ever put in
    public void forEach(Consumer<? super A> visitor) {
        for (Numbered account : table) {
            if (account != null) {
                visitor.accept((A) account);
            }
        }
    }

    /// All numbers in bytewise order. The array must not be changed.
    public String[] sortedNumbers() {
        if (!unsorted.isEmpty()) {
            String[] fresh = unsorted.toArray(String[]::new);
            unsorted.clear();
            Arrays.sort(fresh);
            sorted = merged(sorted, fresh);
        }
        return sorted;
    }

    private static String[] merged(String[] a, String[] b) {
        String[] all = new String[a.length + b.length];
        int i = 0;
        int j = 0;
        for (int k = 0; k < all.length; k++) {
            boolean fromA = j == b.length || (i < a.length && a[i].compareTo(b[j]) < 0);
            all[k] = fromA ? a[i++] : b[j++];
        }
        return all;
    }

    private int slot(String number) {
        int mask = table.length - 1;
        int slot = spread(number) & mask;
        for (Numbered there = table[slot]; there != null && !there.number().equals(number); there = table[slot]) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int spread(String number) {
        int hash = number.hashCode() * 0x9e3779b9;
        return hash ^ hash >>> 15;
    }

    private void grow() {
        @Nullable Numbered[] old = table;
        table = new Numbered[2 * old.length];
        for (Numbered account : old) {
            if (account != null) {
                table[slot(account.number())] = account;
            }
        }
    }
}
