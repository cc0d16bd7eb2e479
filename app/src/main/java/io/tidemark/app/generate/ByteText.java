package io.tidemark.app.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A text that is written as UTF-8 bytes, and grows as it needs to. Not thread-safe.
final class ByteText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    ByteText(int capacity) {
        bytes = new byte[capacity];
    }

    /// The bytes as UTF-8, for constants.
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Empties it.
    void clear() {
        length = 0;
    }

    /// The bytes; those from [#length()] on mean nothing. Good until the next change.
    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// A copy of the bytes.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// A text of the bytes, all of which are ASCII.
    String toText() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    ByteText put(byte[] text) {
        return put(text, text.length);
    }

    ByteText put(ByteText text) {
        return put(text.bytes, text.length);
    }

    private ByteText put(byte[] text, int count) {
        reserve(count);
        System.arraycopy(text, 0, bytes, length, count);
        length += count;
        return this;
    }

    ByteText put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// Puts a text that is all ASCII.
    ByteText putAscii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /// Puts a number that is not negative, in decimal.
    ByteText putNumber(long number) {
        reserve(LONGEST_NUMBER);
        int digits = digits(number);
        int at = length + digits;
        length = at;
        long rest = number;
        do {
            long quotient = rest / 10;
            bytes[--at] = (byte) ('0' + (int) (rest - quotient * 10));
            rest = quotient;
        } while (rest != 0);
        return this;
    }

    /// Puts the last `digits` digits of a number, with leading zeros.
    ByteText putPadded(long number, int digits) {
        reserve(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + (int) (rest % 10));
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /// Puts an amount of cents, as `123.45`.
    ByteText putCents(long cents) {
        return putNumber(cents / 100).put('.').putPadded(cents % 100, 2);
    }

    /// Puts 64 bits as 16 hexadecimal digits.
    ByteText putHex(long bits) {
        reserve(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (bits >>> shift) & 0xF];
        }
        return this;
    }

    /// Puts a text as the content of a JSON string: quotes, backslashes and control characters are escaped.
    ByteText putEscaped(ByteText text) {
        reserve(6 * text.length);
        for (int i = 0; i < text.length; i++) {
            byte b = text.bytes[i];
            if (b == '"' || b == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = b;
            } else if (b >= 0 && b < ' ') {
                put(utf8("\\u00")).put((char) HEX[b >>> 4]).put((char) HEX[b & 0xF]);
            } else {
                bytes[length++] = b;
            }
        }
        return this;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
