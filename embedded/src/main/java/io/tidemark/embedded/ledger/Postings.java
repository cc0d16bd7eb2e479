package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.AccountNumbers;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.Arrays;
import java.util.List;

/// Collects where the entries of a commit are, account by account. Not thread-safe.
///
/// A posting stands for a chunk of consecutive sequences of an account; its key names the first of them, its value the positions at
/// which they took effect: the first, then differences.
final class Postings {
    /// A chunk ends after so many sequences, so that finding one in it stays quick.
    static final int MAX_CHUNK = 512;
    /// Numbers of accounts are kept from commit to commit, up to so many.
    private static final int MOST_NUMBERS = 1_000_000;

    private AccountNumbers numbers = new AccountNumbers();
    private int[] accounts = new int[64];
    private long[] sequences = new long[64];
    private long[] positions = new long[64];
    private int count;
    private String[] names = new String[64];
    private int[] indexes = new int[64];

    /// Adds all entries of some outcomes, in order.
    void add(List<Outcome> outcomes) {
        int first = count;
        for (Outcome outcome : outcomes) {
            for (Entry entry : outcome.entries()) {
                if (count == positions.length) {
                    accounts = Arrays.copyOf(accounts, 2 * count);
                    sequences = Arrays.copyOf(sequences, 2 * count);
                    positions = Arrays.copyOf(positions, 2 * count);
                }
                int place = count - first;
                if (place == names.length) {
                    names = Arrays.copyOf(names, 2 * place);
                }
                names[place] = entry.account();
                sequences[count] = entry.sequence();
                positions[count++] = outcome.decidedAt();
            }
        }
        int added = count - first;
        if (indexes.length < added) {
            indexes = new int[names.length];
        }
        numbers.addAll(names, added, indexes);
        System.arraycopy(indexes, 0, accounts, first, added);
    }

    /// Forgets what was collected.
    void clear() {
        count = 0;
        if (numbers.size() > MOST_NUMBERS) {
            numbers = new AccountNumbers();
        }
    }

    /// Adds what was collected to a run, in order of the keys.
    void addTo(StateRun.Builder run) {
        int[] order = order();
        ByteSink value = new ByteSink(64);
        int at = 0;
        while (at < count) {
            int account = accounts[order[at]];
            String number = numbers.number(account);
            while (at < count && accounts[order[at]] == account) {
                long first = sequences[order[at]];
                int end = chunkEnd(order, at);
                encode(order, at, end, value);
                run.put(LedgerTables.posting(number, first), value);
                at = end;
            }
        }
    }

    /// The places of what was collected, ordered by account number; within an account as collected.
    private int[] order() {
        int[] begin = new int[numbers.size() + 1];
        for (int i = 0; i < count; i++) {
            begin[accounts[i]]++;
        }
        int[] touched = new int[Math.min(count, numbers.size())];
        int touchedCount = 0;
        if (count > numbers.size() >> 6) {
            for (int account : numbers.sorted()) {
                if (begin[account] > 0) {
                    touched[touchedCount++] = account;
                }
            }
        } else {
            for (int account = 0; account < numbers.size(); account++) {
                if (begin[account] > 0) {
                    touched[touchedCount++] = account;
                }
            }
            touched = numbers.sort(Arrays.copyOf(touched, touchedCount));
        }
        int next = 0;
        for (int i = 0; i < touchedCount; i++) {
            int size = begin[touched[i]];
            begin[touched[i]] = next;
            next += size;
        }
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[begin[accounts[i]]++] = i;
        }
        return order;
    }

    private int chunkEnd(int[] order, int from) {
        int account = accounts[order[from]];
        long first = sequences[order[from]];
        int end = from + 1;
        while (end < count && end - from < MAX_CHUNK && accounts[order[end]] == account
                && sequences[order[end]] == first + (end - from)) {
            end++;
        }
        return end;
    }

    private void encode(int[] order, int from, int end, ByteSink value) {
        value.clear();
        long last = 0;
        for (int i = from; i < end; i++) {
            value.putVarint(positions[order[i]] - last);
            last = positions[order[i]];
        }
    }

    /// How many sequences a posting stands for, and where the last of them took effect.
    static Extent extentOf(byte[] value) {
        ByteSource source = new ByteSource(value, "a posting");
        int count = 0;
        long last = 0;
        while (source.hasMore()) {
            last += source.getVarint();
            count++;
        }
        return new Extent(count, last);
    }

    /// Appends what one posting says to what the one before it says.
    ///
    /// @param value         holds the one before
    /// @param lastDecidedAt where its last sequence took effect
    /// @param following     the posting of the sequences that come next
    static void append(ByteSink value, long lastDecidedAt, byte[] following) {
        ByteSource source = new ByteSource(following, "a posting");
        value.putVarint(source.getVarint() - lastDecidedAt);
        value.putBytes(following, source.offset(), following.length - source.offset());
    }

    /// See [#extentOf].
    record Extent(int count, long lastDecidedAt) {}
}
