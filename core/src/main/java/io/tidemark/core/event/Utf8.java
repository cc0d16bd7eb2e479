package io.tidemark.core.event;

/// UTF-8 by the letter of RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF. For scanners that walk bytes
/// and meet one that is not ASCII.
///
/// Stateless and thread-safe.
public final class Utf8 {
    /// What a sequence that is not UTF-8 comes to.
    public static final int INVALID = -1;

    private Utf8() {}

    /// Where the sequence of two to four bytes that begins at `at` ends.
    ///
    /// @param bytes holds the text
    /// @param at    the index of a byte that is not ASCII
    /// @param end   where the text ends
    /// @return the index after the sequence's last byte, or [#INVALID]
    public static int sequenceEnd(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return INVALID;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (length > end - at) {
            return INVALID;
        }
        // The second byte alone tells overlong forms, surrogates, and what lies beyond the last code point.
        int second = bytes[at + 1] & 0xff;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return INVALID;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return INVALID;
            }
        }
        return at + length;
    }
}
