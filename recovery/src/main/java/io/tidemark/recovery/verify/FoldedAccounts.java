package io.tidemark.recovery.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The accounts of the second reader's fold by their number: an open-addressing table. Nothing is ever removed.
/// Not thread-safe while accounts are opened.
final class FoldedAccounts {
    private @Nullable FoldedAccount[] table = new FoldedAccount[1 << 10];
    private int size;
    private String[] sorted = new String[0];
    private final List<String> unsorted = new ArrayList<>();

    /// The account with that number, or null when there is none. Any text can be asked for.
    @Nullable
    FoldedAccount get(String number) {
        long[] code = new long[2];
        NumberCode.write(number, code, 0);
        return table[slot(code[0], code[1], number)];
    }

    /// The account with that number, which is there.
    FoldedAccount require(String number) {
        FoldedAccount account = get(number);
        if (account == null) {
            throw new IllegalStateException("no account " + number);
        }
        return account;
    }

    /// The account whose number has that code, which is no hash; null when there is none.
    @Nullable
    FoldedAccount get(long first, long more) {
        return table[slot(first, more, "")];
    }

    /// Fetches the part of the table where a number with that code would be found.
    ///
    /// @return a number that means nothing
    long fetch(long first, long more) {
        FoldedAccount account = table[NumberCode.spread(first, more) & (table.length - 1)];
        return account == null ? 0 : account.code;
    }

    /// Opens an account whose number is not there yet.
    FoldedAccount open(String number, String customer) {
        if (2 * (size + 1) > table.length) {
            grow();
        }
        long[] code = new long[2];
        NumberCode.write(number, code, 0);
        FoldedAccount account = new FoldedAccount(size, number, code[0], code[1], customer);
        table[slot(code[0], code[1], number)] = account;
        unsorted.add(number);
        size++;
        return account;
    }

    /// How many accounts there are.
    int size() {
        return size;
    }

    /// Visits all accounts, in no order.
    void forEach(Consumer<? super FoldedAccount> visitor) {
        for (FoldedAccount account : table) {
            if (account != null) {
                visitor.accept(account);
            }
        }
    }

    /// All numbers in bytewise order. The array must not be changed.
    String[] sortedNumbers() {
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

    private int slot(long first, long more, String number) {
        int mask = table.length - 1;
        int slot = NumberCode.spread(first, more) & mask;
        for (FoldedAccount there = table[slot]; there != null; there = table[slot]) {
            if (there.code == first && there.moreCode == more
                    && (!NumberCode.isHash(more) || there.number().equals(number))) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        @Nullable FoldedAccount[] old = table;
        table = new FoldedAccount[2 * old.length];
        for (FoldedAccount account : old) {
            if (account != null) {
                table[slot(account.code, account.moreCode, account.number())] = account;
            }
        }
    }
}
