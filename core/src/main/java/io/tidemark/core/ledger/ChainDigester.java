package io.tidemark.core.ledger;

import io.tidemark.core.event.Sha256;
import java.security.MessageDigest;

/// Computes chain digests: `head(n) = SHA-256(head(n-1) ‖ line)`, where the line is the text of account, sequence, event key,
/// body digest, status, effects and balances, joined by `|`. `docs/formats.md` states the format and gives test vectors.
///
/// Not thread-safe: it reuses its buffers.
public final class ChainDigester {
    /// Head, hexadecimal body digest, seven numbers of at most 20 characters, status and separators.
    private static final int FIXED_LENGTH = Sha256.LENGTH + 64 + 7 * 20 + 8 + 8;

    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private byte[] buffer = new byte[512];

    /// The head after an entry.
    ///
    /// @param head  the head before it: [Sha256#ZERO] for an account's first entry
    /// @param entry the entry; account and key are ASCII
    public Sha256 next(Sha256 head, Entry entry) {
        int needed = FIXED_LENGTH + entry.account().length() + entry.key().text().length();
        if (buffer.length < needed) {
            buffer = new byte[needed];
        }
        head.copyTo(buffer, 0);
        int at = putAscii(Sha256.LENGTH, entry.account());
        at = putSeparator(at);
        at = putNumber(at, entry.sequence());
        at = putSeparator(at);
        at = putAscii(at, entry.key().text());
        at = putSeparator(at);
        entry.bodyDigest().hexTo(buffer, at);
        at = putSeparator(at + 2 * Sha256.LENGTH);
        at = putAscii(at, entry.status().name());
        at = putSeparator(at);
        at = putNumber(at, entry.actualEffect());
        at = putSeparator(at);
        at = putNumber(at, entry.availableEffect());
        at = putSeparator(at);
        at = putNumber(at, entry.actualAfter());
        at = putSeparator(at);
        at = putNumber(at, entry.availableAfter());
        return Sha256.of(sha256, buffer, 0, at);
    }

    private int putSeparator(int at) {
        buffer[at] = '|';
        return at + 1;
    }

    @SuppressWarnings("deprecation") // the one way to copy a Latin-1 string into a byte array without a copy between
    private int putAscii(int at, String text) {
        text.getBytes(0, text.length(), buffer, at);
        return at + text.length();
    }

    private int putNumber(int at, long value) {
        int start = at;
        if (value < 0) {
            buffer[start++] = '-';
        }
        // Digits are made of the negative, which every number has; an int where it fits, which divides faster.
        long rest = value < 0 ? value : -value;
        int end = start + digits(rest);
        int place = end;
        while (rest < -Integer.MAX_VALUE) {
            buffer[--place] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        int small = (int) rest;
        do {
            buffer[--place] = (byte) ('0' - small % 10);
            small /= 10;
        } while (small != 0);
        return end;
    }

    private static int digits(long negative) {
        int digits = 1;
        for (long bound = -10; digits < 19 && negative <= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }
}
