package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.AccountNumbers;
import io.tidemark.core.ledger.OpenMatter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Open matters as they are now, over what the store holds: like an [Overlay], but in flat memory, because there are many and most of
/// them live just long enough to be copied by the collector.
///
/// Not thread-safe.
final class MatterTable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int AMOUNT = 0;
    /// What is left; 0 for a matter that was settled and that the store does not know to be.
    private static final int LEFT = 8;
    /// When it changed last.
    private static final int EPOCH = 16;
    private static final int HASH = 24;
    /// Whether the store has it, or will once the drained changes are committed.
    private static final int STORED = 32;
    private static final int ACCOUNT_LENGTH = 33;
    private static final int ACCOUNT = 34;
    private static final int TYPE = ACCOUNT + AccountNumbers.MAX_LENGTH;
    private static final int ID_LENGTH = TYPE + 1;
    private static final int ID = ID_LENGTH + 1;
    private static final int STRIDE = ID + EventKey.MAX_REQUEST_ID_LENGTH + 2;

    private static final byte DEPOSIT = 1;
    private static final byte PAYMENT = 2;

    private final Function<EventKey, @Nullable OpenMatter> loader;
    private final int cacheLimit;
    private final byte[] wanted = new byte[EventKey.MAX_REQUEST_ID_LENGTH];
    /// Open addressing: the hash in the upper half, the place plus one in the lower; 0 is free.
    private long[] table = new long[1 << 10];
    private byte[][] pages = new byte[4][];
    private int places;
    private int[] free = new int[64];
    private int freeCount;
    private int[] changed = new int[64];
    private int changedCount;
    private long epoch = 1;
    /// Whether every open matter is here.
    private boolean complete;

    /// @param loader     reads a matter from the store; null when the store has none
    /// @param cacheLimit how many matters may stay in memory that the store has too
    /// @param empty      whether the store holds nothing yet
    MatterTable(Function<EventKey, @Nullable OpenMatter> loader, int cacheLimit, boolean empty) {
        this.loader = loader;
        this.cacheLimit = cacheLimit;
        complete = empty;
    }

    /// The open matter under that key, or null when there is none.
    @Nullable
    OpenMatter get(EventKey key) {
        int place = find(key);
        if (place >= 0) {
            byte[] page = pages[place >>> PAGE_BITS];
            return (long) LONG.get(page, at(place) + LEFT) == 0 ? null : matter(key, page, at(place));
        }
        OpenMatter loaded = complete ? null : loader.apply(key);
        if (loaded != null) {
            write(add(key, true), loaded, 0);
        }
        return loaded;
    }

    /// Opens a matter, or sets one to what is left.
    void put(OpenMatter matter) {
        int found = find(matter.key());
        int place = found >= 0 ? found : add(matter.key(), false);
        noteChanged(place);
        write(place, matter, epoch);
    }

    /// Takes a matter out.
    void remove(EventKey key) {
        int found = find(key);
        // A removal of what was never looked up has to reach the store.
        int place = found >= 0 ? found : add(key, true);
        noteChanged(place);
        byte[] page = pages[place >>> PAGE_BITS];
        LONG.set(page, at(place) + LEFT, 0L);
        LONG.set(page, at(place) + EPOCH, epoch);
    }

    private void noteChanged(int place) {
        if ((long) LONG.get(pages[place >>> PAGE_BITS], at(place) + EPOCH) != epoch) {
            if (changedCount == changed.length) {
                changed = Arrays.copyOf(changed, 2 * changedCount);
            }
            changed[changedCount++] = place;
        }
    }

    @SuppressWarnings("deprecation") // the one way to copy a Latin-1 string into a byte array without a copy between
    private void write(int place, OpenMatter matter, long changedIn) {
        byte[] page = pages[place >>> PAGE_BITS];
        int at = at(place);
        LONG.set(page, at + AMOUNT, matter.amount());
        LONG.set(page, at + LEFT, matter.left());
        LONG.set(page, at + EPOCH, changedIn);
        String account = matter.account();
        page[at + ACCOUNT_LENGTH] = (byte) account.length();
        account.getBytes(0, account.length(), page, at + ACCOUNT);
    }

    @SuppressWarnings("deprecation") // ASCII: the quickest way from bytes to a string
    private static OpenMatter matter(EventKey key, byte[] page, int at) {
        return new OpenMatter(key, new String(page, 0, at + ACCOUNT, page[at + ACCOUNT_LENGTH]),
                (long) LONG.get(page, at + AMOUNT), (long) LONG.get(page, at + LEFT));
    }

    private static EventKey key(byte[] page, int at) {
        EventType type = page[at + TYPE] == DEPOSIT ? EventType.CASH_DEPOSIT : EventType.OUTGOING_PAYMENT_UNVERIFIED;
        return EventKey.of(type, page, at + ID, page[at + ID_LENGTH]);
    }

    private static byte typeOf(EventKey key) {
        EventType type = key.type();
        if (type != EventType.CASH_DEPOSIT && type != EventType.OUTGOING_PAYMENT_UNVERIFIED) {
            throw new IllegalArgumentException("no matter is opened by " + key);
        }
        return type == EventType.CASH_DEPOSIT ? DEPOSIT : PAYMENT;
    }

    private int find(EventKey key) {
        byte type = typeOf(key);
        int length = key.copyRequestId(wanted, 0);
        int hash = hash(key);
        int mask = table.length - 1;
        for (int slot = hash & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            if ((int) (table[slot] >>> 32) == hash) {
                int place = (int) table[slot] - 1;
                byte[] page = pages[place >>> PAGE_BITS];
                int at = at(place);
                if (page[at + TYPE] == type && page[at + ID_LENGTH] == length
                        && Arrays.equals(page, at + ID, at + ID + length, wanted, 0, length)) {
                    return place;
                }
            }
        }
        return -1;
    }

    private int add(EventKey key, boolean stored) {
        if (2 * (places - freeCount + 1) > table.length) {
            grow();
        }
        int place = freeCount > 0 ? free[--freeCount] : newPlace();
        byte[] page = pages[place >>> PAGE_BITS];
        int at = at(place);
        int hash = hash(key);
        LONG.set(page, at + HASH, (long) hash);
        LONG.set(page, at + EPOCH, 0L);
        page[at + STORED] = (byte) (stored ? 1 : 0);
        page[at + TYPE] = typeOf(key);
        page[at + ID_LENGTH] = (byte) key.copyRequestId(page, at + ID);
        enter(hash, place);
        return place;
    }

    private int newPlace() {
        int page = places >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if (pages[page] == null) {
            pages[page] = new byte[STRIDE << PAGE_BITS];
        }
        return places++;
    }

    private void enter(int hash, int place) {
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = (long) hash << 32 | (place + 1);
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long there : old) {
            if (there != 0) {
                enter((int) (there >>> 32), (int) there - 1);
            }
        }
    }

    /// Gives a place back, and closes the gap in the table behind it.
    private void release(int place) {
        int mask = table.length - 1;
        int slot = (int) (long) LONG.get(pages[place >>> PAGE_BITS], at(place) + HASH) & mask;
        while ((int) table[slot] != place + 1) {
            slot = (slot + 1) & mask;
        }
        int gap = slot;
        for (int next = (gap + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = (int) (table[next] >>> 32) & mask;
            // What hangs over from at or before the gap moves into it.
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                table[gap] = table[next];
                gap = next;
            }
        }
        table[gap] = 0;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = place;
    }

    private static int at(int place) {
        return (place & PAGE_MASK) * STRIDE;
    }

    private static int hash(EventKey key) {
        int hash = key.hashCode() * 0x9e3779b9;
        return hash ^ hash >>> 15;
    }

    /// What changed since the last drain: the matters as they are now, and the keys of those that are settled.
    Changes drain() {
        List<OpenMatter> open = new ArrayList<>();
        List<EventKey> settled = new ArrayList<>();
        for (int i = 0; i < changedCount; i++) {
            byte[] page = pages[changed[i] >>> PAGE_BITS];
            int at = at(changed[i]);
            boolean isOpen = (long) LONG.get(page, at + LEFT) != 0;
            if (isOpen) {
                open.add(matter(key(page, at), page, at));
            } else if (page[at + STORED] == 1) {
                settled.add(key(page, at));
            }
            page[at + STORED] = (byte) (isOpen ? 1 : 0);
        }
        int[] drained = Arrays.copyOf(changed, changedCount);
        changedCount = 0;
        return new Changes(epoch++, open, settled, drained);
    }

    /// The store has those changes now; what was settled before is forgotten, and all that the store has when it is too much.
    void committed(Changes changes) {
        for (int place : changes.places()) {
            forgetIf(place, changes.epoch(), true);
        }
        if (places - freeCount > cacheLimit) {
            complete = false;
            boolean[] unused = new boolean[places];
            for (int i = 0; i < freeCount; i++) {
                unused[free[i]] = true;
            }
            for (int place = 0; place < unused.length; place++) {
                if (!unused[place]) {
                    forgetIf(place, changes.epoch(), false);
                }
            }
        }
    }

    private void forgetIf(int place, long drainedEpoch, boolean onlySettled) {
        byte[] page = pages[place >>> PAGE_BITS];
        boolean settled = (long) LONG.get(page, at(place) + LEFT) == 0;
        if ((long) LONG.get(page, at(place) + EPOCH) <= drainedEpoch && (settled || !onlySettled)) {
            release(place);
        }
    }

    /// Changes that were drained.
    ///
    /// @param epoch   the epoch that they end
    /// @param open    new or changed matters
    /// @param settled the keys of settled ones
    /// @param places  where they are held
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Changes(long epoch, List<OpenMatter> open, List<EventKey> settled, int[] places) {}
}
