package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// The second reader's chain digests: SHA-256 over the head before and the line of text that says what an entry is. Not
/// thread-safe.
final class ChainLine {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /// More than the head, a digest in hexadecimal, an account number, a status and six numbers can take.
    private static final int ROOM_BESIDE_KEY = 512;
    private static final int MAX_DIGITS = 19;

    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private byte[] line = new byte[1024];
    private int length;

    /// Sets an account's head to the one after an entry.
    void advance(FoldedAccount account, ExpectedOutcome outcome, ExpectedEntry entry) {
        if (line.length < ROOM_BESIDE_KEY + outcome.key.length()) {
            line = Arrays.copyOf(line, ROOM_BESIDE_KEY + outcome.key.length());
        }
        System.arraycopy(account.head, 0, line, 0, Sha256.LENGTH);
        length = Sha256.LENGTH;
        text(account.number());
        number(entry.sequence);
        bar();
        text(outcome.key);
        hex(outcome.digests, outcome.digestOffset);
        text(entry.status.name());
        number(entry.actualEffect);
        bar();
        number(entry.availableEffect);
        bar();
        number(entry.actualAfter);
        bar();
        number(entry.availableAfter);
        sha256.update(line, 0, length);
        try {
            sha256.digest(account.head, 0, Sha256.LENGTH);
        } catch (DigestException e) {
            throw new AssertionError("a digest fits in its length", e);
        }
    }

    private void bar() {
        line[length++] = '|';
    }

    @SuppressWarnings("deprecation") // copies characters known to be ASCII without encoding them
    private void text(String text) {
        text.getBytes(0, text.length(), line, length);
        length += text.length();
        bar();
    }

    private void hex(byte[] digests, int offset) {
        for (int i = offset; i < offset + Sha256.LENGTH; i++) {
            line[length++] = HEX[(digests[i] >> 4) & 15];
            line[length++] = HEX[digests[i] & 15];
        }
        bar();
    }

    private void number(long value) {
        if (value < 0) {
            line[length++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long bound = 10; rest >= bound && digits < MAX_DIGITS; bound *= 10) {
            digits++;
        }
        int at = length + digits;
        length = at;
        // Most numbers fit in an int, whose division is the quicker one.
        for (; rest > Integer.MAX_VALUE; rest /= 10) {
            line[--at] = (byte) ('0' + rest % 10);
        }
        int small = (int) rest;
        do {
            line[--at] = (byte) ('0' + small % 10);
            small /= 10;
        } while (small > 0);
    }
}
