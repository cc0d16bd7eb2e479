package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.AccountNumbers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Accounts as they are now, over what the store holds: like an [Overlay], but in flat memory, because every entry changes one. An
/// object for each state of each account would live just long enough to be copied by the collector.
///
/// Not thread-safe.
final class AccountTable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int ACTUAL = 0;
    private static final int AVAILABLE = 8;
    private static final int SEQUENCE = 16;
    private static final int LAST_SECOND = 24;
    private static final int HEAD = 32;
    private static final int EPOCH = HEAD + Sha256.LENGTH;
    /// The request-id of the last event's key, with its length before it.
    private static final int LAST_LENGTH = EPOCH + 8;
    private static final int LAST_ID = LAST_LENGTH + 1;
    private static final int STRIDE = LAST_ID + EventKey.MAX_REQUEST_ID_LENGTH + 7;

    private final Function<String, @Nullable Account> loader;
    private final int cacheLimit;
    private AccountNumbers numbers = new AccountNumbers();
    private byte[][] pages = new byte[4][];
    /// Customers by index, in pages like the accounts; null where the customer is the account's number.
    private @Nullable String[][] customers = new String[4][];
    /// The type of the last event's key, likewise; null where there is none.
    private @Nullable EventType[][] lastTypes = new EventType[4][];
    private int[] changed = new int[1 << 10];
    private int changedCount;
    private int[] candidates = new int[64];
    @SuppressWarnings("UnusedVariable") // written so that the reads behind it are not left out
    private int fetched;
    private long epoch = 1;
    /// Whether every account is here.
    private boolean complete;

    /// @param loader     reads an account from the store; null when the store has none
    /// @param cacheLimit how many accounts may stay in memory that the store has too
    /// @param empty      whether the store holds nothing yet
    AccountTable(Function<String, @Nullable Account> loader, int cacheLimit, boolean empty) {
        this.loader = loader;
        this.cacheLimit = cacheLimit;
        complete = empty;
    }

    /// The same contents, to be read while the original is filled anew.
    private AccountTable(AccountTable other) {
        this(other.loader, other.cacheLimit, other.complete);
        numbers = other.numbers;
        pages = other.pages;
        customers = other.customers;
        lastTypes = other.lastTypes;
    }

    /// The account with that number, or null when it was never opened.
    @Nullable
    Account get(String number) {
        int index = find(number);
        return index < 0 ? null : account(index, number, lastKey(index));
    }

    /// The account with that number as [io.tidemark.core.ledger.Rules] look at it: without its last event, which no rule asks for.
    @Nullable
    Account forRules(String number) {
        int index = find(number);
        return index < 0 ? null : account(index, number, null);
    }

    /// Brings accounts that are about to be looked at close to the processor.
    void fetch(String[] given, int count) {
        if (candidates.length < count) {
            candidates = new int[given.length];
        }
        numbers.fetch(given, count, candidates);
        int seen = 0;
        for (int i = 0; i < count; i++) {
            int index = candidates[i];
            if (index >= 0) {
                byte[] page = pages[index >>> PAGE_BITS];
                int at = (index & PAGE_MASK) * STRIDE;
                seen += page[at] + page[at + STRIDE - 1];
            }
        }
        fetched = seen;
    }

    private int find(String number) {
        int index = numbers.find(number);
        if (index < 0) {
            Account loaded = complete ? null : loader.apply(number);
            if (loaded == null) {
                return -1;
            }
            index = numbers.add(number);
            write(index, loaded);
        }
        return index;
    }

    /// Sets an account to its next state.
    void put(Account account) {
        int index = numbers.add(account.number());
        write(index, account);
        byte[] page = pages[index >>> PAGE_BITS];
        int at = (index & PAGE_MASK) * STRIDE;
        if ((long) LONG.get(page, at + EPOCH) != epoch) {
            LONG.set(page, at + EPOCH, epoch);
            noteChanged(index);
        }
    }

    private void write(int index, Account account) {
        byte[] page = pageOf(index);
        int at = (index & PAGE_MASK) * STRIDE;
        LONG.set(page, at + ACTUAL, account.actual());
        LONG.set(page, at + AVAILABLE, account.available());
        LONG.set(page, at + SEQUENCE, account.sequence());
        LONG.set(page, at + LAST_SECOND, account.lastEpochSecond());
        account.head().copyTo(page, at + HEAD);
        EventKey lastKey = account.lastKey();
        lastTypes[index >>> PAGE_BITS][index & PAGE_MASK] = lastKey == null ? null : lastKey.type();
        if (lastKey != null) {
            page[at + LAST_LENGTH] = (byte) lastKey.copyRequestId(page, at + LAST_ID);
        }
        customers[index >>> PAGE_BITS][index & PAGE_MASK] = account.customer().equals(account.number())
                ? null
                : account.customer();
    }

    private Account account(int index, String number, @Nullable EventKey lastKey) {
        byte[] page = pages[index >>> PAGE_BITS];
        int at = (index & PAGE_MASK) * STRIDE;
        String customer = customers[index >>> PAGE_BITS][index & PAGE_MASK];
        return new Account(number, customer == null ? number : customer, (long) LONG.get(page, at + ACTUAL),
                (long) LONG.get(page, at + AVAILABLE), (long) LONG.get(page, at + SEQUENCE),
                Sha256.copyOf(page, at + HEAD), lastKey, (long) LONG.get(page, at + LAST_SECOND));
    }

    private @Nullable EventKey lastKey(int index) {
        byte[] page = pages[index >>> PAGE_BITS];
        int at = (index & PAGE_MASK) * STRIDE;
        EventType type = lastTypes[index >>> PAGE_BITS][index & PAGE_MASK];
        return type == null ? null : EventKey.of(type, page, at + LAST_ID, page[at + LAST_LENGTH]);
    }

    private byte[] pageOf(int index) {
        int page = index >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
            customers = Arrays.copyOf(customers, 2 * page);
            lastTypes = Arrays.copyOf(lastTypes, 2 * page);
        }
        if (pages[page] == null) {
            pages[page] = new byte[STRIDE << PAGE_BITS];
            customers[page] = new String[1 << PAGE_BITS];
            lastTypes[page] = new EventType[1 << PAGE_BITS];
        }
        return pages[page];
    }

    /// The accounts that changed since the last drain, as they are now, in bytewise order of their numbers.
    List<Account> drain() {
        List<Account> accounts = new ArrayList<>(changedCount);
        for (int index : changedInOrder()) {
            accounts.add(account(index, numbers.number(index), lastKey(index)));
        }
        changedCount = 0;
        epoch++;
        return accounts;
    }

    private int[] changedInOrder() {
        int[] all = numbers.sorted();
        int[] ordered = new int[changedCount];
        int count = 0;
        if (changedCount > all.length >> 6) {
            for (int index : all) {
                if ((long) LONG.get(pages[index >>> PAGE_BITS], (index & PAGE_MASK) * STRIDE + EPOCH) == epoch) {
                    ordered[count++] = index;
                }
            }
            return ordered;
        }
        return numbers.sort(Arrays.copyOf(changed, changedCount));
    }

    /// The number of the stretch between two drains that is going on.
    long epoch() {
        return epoch;
    }

    /// The store has everything now that was drained up to an epoch's end; forgets that, when it is too much.
    ///
    /// @param drainedEpoch what [#epoch()] was just before that drain
    void committed(long drainedEpoch) {
        if (numbers.size() <= cacheLimit) {
            return;
        }
        complete = false;
        AccountTable old = new AccountTable(this);
        numbers = new AccountNumbers();
        pages = new byte[4][];
        customers = new String[4][];
        lastTypes = new EventType[4][];
        changedCount = 0;
        for (int index = 0; index < old.numbers.size(); index++) {
            int at = (index & PAGE_MASK) * STRIDE;
            long changedIn = (long) LONG.get(old.pages[index >>> PAGE_BITS], at + EPOCH);
            if (changedIn > drainedEpoch) {
                int kept = numbers.add(old.numbers.number(index));
                write(kept, old.account(index, old.numbers.number(index), old.lastKey(index)));
                LONG.set(pages[kept >>> PAGE_BITS], (kept & PAGE_MASK) * STRIDE + EPOCH, changedIn);
                if (changedIn == epoch) {
                    noteChanged(kept);
                }
            }
        }
    }

    private void noteChanged(int index) {
        if (changedCount == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changedCount);
        }
        changed[changedCount++] = index;
    }
}
