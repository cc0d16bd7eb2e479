package io.tidemark.core.ledger;

import java.util.Arrays;

/// Gives every account number an index: 0, 1, 2 … in the order in which they are first seen. What is kept for many accounts can then
/// stand in arrays. Holds the numbers in flat memory, so that a look-up touches few cache lines and the collector none of it.
///
/// Nothing is ever removed. Not thread-safe.
public final class AccountNumbers {
    /// The longest number that there can be, in characters.
    public static final int MAX_LENGTH = 34;
    private static final int STRIDE = MAX_LENGTH + 1;
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int HASH_FACTOR = 0x9e3779b9;

    /// Open addressing: the hash in the upper half, the index plus one in the lower; 0 is free.
    private long[] table = new long[1 << 10];
    private byte[][] pages = new byte[4][];
    private final byte[] wanted = new byte[MAX_LENGTH];
    private int size;
    private int[] sorted = new int[0];
    @SuppressWarnings("UnusedVariable") // written so that the reads behind it are not left out
    private int fetched;

    /// Numbers for no accounts yet.
    public AccountNumbers() {}

    /// Whether a text is the number that an account can have: 1 to 34 letters, digits and `-` of ASCII.
    public static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c == '-'
                || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    }

    /// How many numbers there are: the index that the next new one gets.
    public int size() {
        return size;
    }

    /// The index of a number, or -1 when it was never added.
    ///
    /// @param number the account number
    public int find(String number) {
        int length = number.length();
        if (length > MAX_LENGTH) {
            return -1;
        }
        copy(number, length, wanted, 0);
        int hash = hash(number);
        int mask = table.length - 1;
        for (int slot = hash & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            long there = table[slot];
            if ((int) (there >>> 32) == hash && holds((int) there - 1, length)) {
                return (int) there - 1;
            }
        }
        return -1;
    }

    /// The indexes of many numbers, each of which is added when it is new. For many numbers in no order this is several times as
    /// quick as one after the other: the processor waits for all of their places in memory at once.
    ///
    /// @param given   the account numbers: ASCII
    /// @param count   how many there are
    /// @param indexes takes the indexes
    /// @throws IllegalArgumentException when one is longer than [#MAX_LENGTH]
    public void addAll(String[] given, int count, int[] indexes) {
        fetch(given, count, indexes);
        for (int i = 0; i < count; i++) {
            indexes[i] = add(given[i]);
        }
    }

    /// Brings what is looked at for these numbers close to the processor.
    ///
    /// @param candidates takes the index that a number has if its hash is unique, or -1 when it has none
    public void fetch(String[] given, int count, int[] candidates) {
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            candidates[i] = (int) table[hash(given[i]) & mask] - 1;
        }
        int seen = 0;
        for (int i = 0; i < count; i++) {
            int index = candidates[i];
            if (index >= 0) {
                seen += pages[index >>> PAGE_BITS][(index & PAGE_MASK) * STRIDE];
            }
        }
        fetched = seen;
    }

    /// The index of a number, which is added when it is new.
    ///
    /// @param number the account number: ASCII
    /// @throws IllegalArgumentException when it is longer than [#MAX_LENGTH]
    public int add(String number) {
        int index = find(number);
        if (index >= 0) {
            return index;
        }
        if (number.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not an account number: " + number);
        }
        if (2 * (size + 1) > table.length) {
            grow();
        }
        byte[] page = pageOf(size);
        int at = (size & PAGE_MASK) * STRIDE;
        page[at] = (byte) number.length();
        copy(number, number.length(), page, at + 1);
        enter(hash(number), size + 1);
        return size++;
    }

    /// The number with that index.
    public String number(int index) {
        byte[] page = pages[index >>> PAGE_BITS];
        int at = (index & PAGE_MASK) * STRIDE;
        return latin(page, at + 1, page[at]);
    }

    /// The indexes of all numbers, in bytewise order of the numbers. The array must not be changed; later additions are not in it.
    public int[] sorted() {
        if (sorted.length < size) {
            int known = sorted.length;
            int[] fresh = new int[size - known];
            Arrays.setAll(fresh, i -> known + i);
            sorted = merge(sorted, sort(fresh));
        }
        return sorted;
    }

    /// Those indexes in bytewise order of their numbers.
    public int[] sort(int[] indexes) {
        Integer[] boxed = new Integer[indexes.length];
        Arrays.setAll(boxed, i -> indexes[i]);
        Arrays.sort(boxed, this::compare);
        int[] ordered = new int[indexes.length];
        Arrays.setAll(ordered, i -> boxed[i]);
        return ordered;
    }

    private int[] merge(int[] a, int[] b) {
        int[] all = new int[a.length + b.length];
        int i = 0;
        int j = 0;
        for (int k = 0; k < all.length; k++) {
            boolean fromA = j == b.length || (i < a.length && compare(a[i], b[j]) < 0);
            all[k] = fromA ? a[i++] : b[j++];
        }
        return all;
    }

    private int compare(int a, int b) {
        byte[] pageA = pages[a >>> PAGE_BITS];
        byte[] pageB = pages[b >>> PAGE_BITS];
        int atA = (a & PAGE_MASK) * STRIDE;
        int atB = (b & PAGE_MASK) * STRIDE;
        return Arrays.compareUnsigned(pageA, atA + 1, atA + 1 + pageA[atA], pageB, atB + 1, atB + 1 + pageB[atB]);
    }

    private boolean holds(int index, int length) {
        byte[] page = pages[index >>> PAGE_BITS];
        int at = (index & PAGE_MASK) * STRIDE;
        return page[at] == length && Arrays.equals(page, at + 1, at + 1 + length, wanted, 0, length);
    }

    private byte[] pageOf(int index) {
        int page = index >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if (pages[page] == null) {
            pages[page] = new byte[STRIDE << PAGE_BITS];
        }
        return pages[page];
    }

    private void enter(int hash, int indexPlusOne) {
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = (long) hash << 32 | indexPlusOne;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long there : old) {
            if (there != 0) {
                enter((int) (there >>> 32), (int) there);
            }
        }
    }

    private static int hash(String number) {
        int hash = number.hashCode() * HASH_FACTOR;
        return hash ^ hash >>> 15;
    }

    @SuppressWarnings("deprecation") // the one way to copy a Latin-1 string into a byte array without a copy between
    private static void copy(String number, int length, byte[] target, int at) {
        number.getBytes(0, length, target, at);
    }

    @SuppressWarnings("deprecation") // ASCII: the quickest way from bytes to a string
    private static String latin(byte[] bytes, int from, int length) {
        return new String(bytes, 0, from, length);
    }
}
