package io.tidemark.app.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is still to come: follow-ups, corrections, second deliveries, each at the line where it is due.
///
/// A wheel of as many slots as the longest delay has lines; a slot chains what is due at its line. What finds its line
/// taken comes at the next one that is free, in the order in which it was due. Entries live in parallel arrays that are
/// used again, so that a long stream allocates nothing here. Not thread-safe.
final class Agenda {
    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 1024;

    private final int mask;
    private final int[] first;
    private final int[] last;
    private long turn;
    private int free = NONE;
    private int used;
    private int[] following = new int[FIRST_CAPACITY];
    private Due[] kinds = new Due[FIRST_CAPACITY];
    private long[] ids = new long[FIRST_CAPACITY];
    private int[] accounts = new int[FIRST_CAPACITY];
    private long[] cents = new long[FIRST_CAPACITY];
    private LineDraft.@Nullable Kept[] lines = new LineDraft.Kept[FIRST_CAPACITY];

    /// @param longestDelay the most lines that something may lie ahead
    Agenda(int longestDelay) {
        int slots = Math.max(2, Integer.highestOneBit(longestDelay) << 1);
        mask = slots - 1;
        first = new int[slots];
        last = new int[slots];
        Arrays.fill(first, NONE);
    }

    /// The most lines that something may lie ahead.
    int longestDelay() {
        return mask;
    }

    /// Notes something for `delay` lines after the line `now`; the delay is cut to 1 to [#longestDelay()].
    void add(long now, int delay, Due kind, long id, int account, long amount) {
        add(now, delay, kind, id, account, amount, null);
    }

    /// Notes a whole line that is to be sent once more.
    void addLine(long now, int delay, LineDraft.Kept line) {
        add(now, delay, Due.REPEAT, 0, 0, 0, line);
    }

    private void add(long now, int delay, Due kind, long id, int account, long amount, LineDraft.@Nullable Kept line) {
        int entry = take();
        kinds[entry] = kind;
        ids[entry] = id;
        accounts[entry] = account;
        cents[entry] = amount;
        lines[entry] = line;
        following[entry] = NONE;
        // Within one turn of the wheel from the slot that is being emptied, which lags behind when lines are taken.
        int slot = (int) Math.min(now + Math.clamp(delay, 1, mask), turn + mask) & mask;
        if (first[slot] == NONE) {
            first[slot] = entry;
        } else {
            following[last[slot]] = entry;
        }
        last[slot] = entry;
    }

    /// The entry that is due at the line `now` or was due before it, or a negative number when nothing is. It stays
    /// readable until something is added.
    int poll(long now) {
        for (; turn <= now; turn++) {
            int slot = (int) turn & mask;
            int entry = first[slot];
            if (entry != NONE) {
                first[slot] = following[entry];
                following[entry] = free;
                free = entry;
                return entry;
            }
        }
        return NONE;
    }

    Due kind(int entry) {
        return kinds[entry];
    }

    long id(int entry) {
        return ids[entry];
    }

    int account(int entry) {
        return accounts[entry];
    }

    long cents(int entry) {
        return cents[entry];
    }

    LineDraft.@Nullable Kept line(int entry) {
        return lines[entry];
    }

    private int take() {
        if (free != NONE) {
            int entry = free;
            free = following[entry];
            return entry;
        }
        if (used == following.length) {
            int capacity = 2 * used;
            following = Arrays.copyOf(following, capacity);
            kinds = Arrays.copyOf(kinds, capacity);
            ids = Arrays.copyOf(ids, capacity);
            accounts = Arrays.copyOf(accounts, capacity);
            cents = Arrays.copyOf(cents, capacity);
            lines = Arrays.copyOf(lines, capacity);
        }
        return used++;
    }
}
