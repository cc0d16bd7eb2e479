package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// The second reader's chain digests, with what goes along with an account's last entry: SHA-256 over the head before and the line of text that says what an entry is. Not
/// thread-safe.
final class ChainLine {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle TWO = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    /// The two characters of each byte in hexadecimal.
    private static final short[] HEX = pairs(16, 256);
    /// The two characters of each number below 100.
    private static final short[] DECIMAL = pairs(10, 100);
    /// More than the head, a digest in hexadecimal, an account number, a status and six numbers can take.
    private static final int ROOM_BESIDE_KEY = 512;
    private static final int MAX_DIGITS = 19;
    private static final int HEAD_NUMBERS = Sha256.LENGTH / Long.BYTES;

    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final AccountTails tails;
    private byte[] line = new byte[1024];

    /// @param tails moved on
    ChainLine(AccountTails tails) {
        this.tails = tails;
    }

    /// Sets what the accounts that a judgement has entries on say about their last one, the head before all.
    void advance(Judgements judged, int judgement) {
        for (int i = judged.firstEntry(judgement); i < judged.endOfEntries(judgement); i++) {
            advance(judged, judgement, i);
        }
    }

    private void advance(Judgements judged, int judgement, int entry) {
        ReadBatch batch = judged.batch(judgement);
        int index = judged.index(judgement);
        int keyLength = batch.keyLength(index);
        if (line.length < ROOM_BESIDE_KEY + keyLength) {
            line = Arrays.copyOf(line, ROOM_BESIDE_KEY + keyLength);
        }
        byte[] text = line;
        FoldedAccount account = judged.account(entry);
        long[] page = tails.page(account);
        int tail = AccountTails.offset(account);
        for (int i = 0; i < HEAD_NUMBERS; i++) {
            EIGHT.set(text, i * Long.BYTES, page[tail + AccountTails.HEAD + i]);
        }
        int at = putNumber(text, account, page[tail + AccountTails.CODE], page[tail + AccountTails.CODE + 1]);
        at = putNumber(text, at, judged.sequence(entry));
        at = putBar(text, at);
        batch.copyKey(index, text, at);
        at = putBar(text, at + keyLength);
        at = putHex(text, at, batch.digests, index * Sha256.LENGTH);
        at = putText(text, at, judged.status(entry).name());
        at = putNumber(text, at, judged.actualEffect(entry));
        at = putNumber(text, putBar(text, at), judged.availableEffect(entry));
        at = putNumber(text, putBar(text, at), judged.actualAfter(entry));
        at = putNumber(text, putBar(text, at), judged.availableAfter(entry));
        sha256.update(text, 0, at);
        try {
            sha256.digest(text, 0, Sha256.LENGTH);
        } catch (DigestException e) {
            throw new AssertionError("a digest fits in its length", e);
        }
        for (int i = 0; i < HEAD_NUMBERS; i++) {
            page[tail + AccountTails.HEAD + i] = (long) EIGHT.get(text, i * Long.BYTES);
        }
        tails.setEvent(account, batch, index);
    }

    /// The account's number and a bar, behind the head.
    private static int putNumber(byte[] line, FoldedAccount account, long code, long moreCode) {
        return NumberCode.isHash(moreCode)
                ? putText(line, Sha256.LENGTH, account.number())
                : putBar(line, NumberCode.putText(line, Sha256.LENGTH, code, moreCode));
    }

    private static int putBar(byte[] line, int at) {
        line[at] = '|';
        return at + 1;
    }

    /// A text and a bar.
    @SuppressWarnings("deprecation") // copies characters known to be ASCII without encoding them
    private static int putText(byte[] line, int at, String text) {
        text.getBytes(0, text.length(), line, at);
        return putBar(line, at + text.length());
    }

    /// A digest in hexadecimal and a bar.
    private static int putHex(byte[] line, int at, byte[] digests, int offset) {
        for (int i = 0; i < Sha256.LENGTH; i++) {
            TWO.set(line, at + 2 * i, HEX[digests[offset + i] & 0xff]);
        }
        return putBar(line, at + 2 * Sha256.LENGTH);
    }

    private static int putNumber(byte[] line, int at, long value) {
        int start = at;
        if (value < 0) {
            line[start++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long bound = 10; rest >= bound && digits < MAX_DIGITS; bound *= 10) {
            digits++;
        }
        int end = start + digits;
        int from = end;
        // Most numbers fit in an int, whose division is the quicker one.
        for (; rest > Integer.MAX_VALUE; rest /= 100) {
            from -= 2;
            TWO.set(line, from, DECIMAL[(int) (rest % 100)]);
        }
        int small = (int) rest;
        for (; from - start >= 2; small /= 100) {
            from -= 2;
            TWO.set(line, from, DECIMAL[small % 100]);
        }
        if (from > start) {
            line[start] = (byte) ('0' + small);
        }
        return end;
    }

    private static short[] pairs(int base, int count) {
        short[] pairs = new short[count];
        for (int i = 0; i < count; i++) {
            pairs[i] = (short) (Character.forDigit(i / base, base) << 8 | Character.forDigit(i % base, base));
        }
        return pairs;
    }
}
