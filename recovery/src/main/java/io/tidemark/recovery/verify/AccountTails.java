package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What each account's last entry left: the head of its chain, and its event's key and time. By the accounts' ids, close together in
/// memory, because an account comes up anywhere and each place apart is one more that has to be fetched. Not thread-safe.
final class AccountTails {
    /// Where a tail has the head, eight bytes a number, big-endian.
    static final int HEAD = 0;
    /// Where it has the code of the account's number.
    static final int CODE = 4;

    private static final int SECOND = 6;
    private static final int KEY_LENGTH = 7;
    private static final int NUMBERS = 8;
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    /// Longer keys are kept elsewhere.
    private static final int KEY_ROOM = 64;

    private final List<long[]> pages = new ArrayList<>();
    private final List<byte[]> keys = new ArrayList<>();
    private final Map<Integer, byte[]> longKeys = new HashMap<>();

    /// The numbers of a page of tails, in which that account's begin at [#offset].
    long[] page(FoldedAccount account) {
        int page = account.id >>> PAGE_BITS;
        while (page >= pages.size()) {
            pages.add(new long[NUMBERS << PAGE_BITS]);
            keys.add(new byte[KEY_ROOM << PAGE_BITS]);
        }
        long[] numbers = pages.get(page);
        if (numbers[offset(account) + CODE] == 0) {
            numbers[offset(account) + CODE] = account.code;
            numbers[offset(account) + CODE + 1] = account.moreCode;
        }
        return numbers;
    }

    static int offset(FoldedAccount account) {
        return (account.id & PAGE_MASK) * NUMBERS;
    }

    /// Sets the event of an account's last entry.
    void setEvent(FoldedAccount account, ReadBatch batch, int index) {
        long[] page = page(account);
        page[offset(account) + SECOND] = batch.seconds[index];
        int length = batch.keyLength(index);
        page[offset(account) + KEY_LENGTH] = length;
        if (length <= KEY_ROOM) {
            batch.copyKey(index, keys.get(account.id >>> PAGE_BITS), (account.id & PAGE_MASK) * KEY_ROOM);
        } else {
            byte[] key = new byte[length];
            batch.copyKey(index, key, 0);
            longKeys.put(account.id, key);
        }
    }

    /// The head of an account's chain: 32 zero bytes before its first entry.
    byte[] head(FoldedAccount account) {
        ByteBuffer head = ByteBuffer.allocate(Sha256.LENGTH);
        return head.putLong(get(account, HEAD)).putLong(get(account, HEAD + 1)).putLong(get(account, HEAD + 2))
                .putLong(get(account, HEAD + 3)).array();
    }

    /// The time of the event of an account's last entry.
    long lastSecond(FoldedAccount account) {
        return get(account, SECOND);
    }

    /// The key of the event of an account's last entry; empty before the first.
    String lastKey(FoldedAccount account) {
        int length = (int) get(account, KEY_LENGTH);
        byte[] longKey = length > KEY_ROOM ? longKeys.get(account.id) : null;
        return longKey != null
                ? new String(longKey, StandardCharsets.ISO_8859_1)
                : new String(keys.get(account.id >>> PAGE_BITS), (account.id & PAGE_MASK) * KEY_ROOM, length,
                        StandardCharsets.ISO_8859_1);
    }

    private long get(FoldedAccount account, int number) {
        return page(account)[offset(account) + number];
    }

    /// Fetches the tails that judgements are about to change. No load has to wait for the one before it.
    ///
    /// @return a number that means nothing
    long fetch(Judgements judged) {
        long fetched = 0;
        for (int i = 0; i < judged.entryCount(); i++) {
            FoldedAccount account = judged.account(i);
            fetched += get(account, HEAD) + keys.get(account.id >>> PAGE_BITS)[(account.id & PAGE_MASK) * KEY_ROOM];
        }
        return fetched;
    }

    /// An account in words and figures.
    String describe(FoldedAccount account) {
        return "sequence " + account.sequence + ", " + account.actual + " actual and " + account.available
                + " available cents, head " + Sha256.copyOf(head(account), 0) + ", last " + lastKey(account) + " at "
                + lastSecond(account) + ", customer " + account.customer;
    }

    /// The state digest of accounts.
    Sha256 stateDigest(FoldedAccounts accounts) {
        MessageDigest sha256 = Sha256.newMessageDigest();
        for (String number : accounts.sortedNumbers()) {
            FoldedAccount account = accounts.require(number);
            String line = number + "|" + account.sequence + "|" + HexFormat.of().formatHex(head(account)) + "\n";
            sha256.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.copyOf(sha256.digest(), 0);
    }
}
