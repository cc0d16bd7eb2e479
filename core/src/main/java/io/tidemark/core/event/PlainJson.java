package io.tidemark.core.event;

/// Takes ordinary pieces of JSON off a range of bytes, one after the other, with the whitespace before them. Every method that
/// takes something answers false (or a negative number) when something else is there; the position is then undefined and the
/// scan is over.
///
/// What was taken last lies [#from] to [#to], and its number, where it is one, is [#value].
final class PlainJson {
    /// Bytes that may stand in a string as they are.
    private static final boolean[] PLAIN = new boolean[256];
    private static final boolean[] ACCOUNT = new boolean[256];
    private static final int MAX_DENOMINATION_DIGITS = 9;
    private static final int MAX_COUNT_DIGITS = 7;

    static {
        for (int c = ' '; c < 128; c++) {
            PLAIN[c] = c != '"' && c != '\\';
            ACCOUNT[c] = c == '-' || Character.isLetterOrDigit(c);
        }
    }

    private final byte[] bytes;
    private final int end;
    private int at;
    private int from;
    private int to;
    private long value;
    private boolean stringOrNumber;

    PlainJson(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where what was taken last begins; for a string, after its quote.
    int from() {
        return from;
    }

    /// Where what was taken last ends; for a string, before its quote.
    int to() {
        return to;
    }

    /// The digits taken last, as a number.
    long value() {
        return value;
    }

    /// Whether the scalar taken last was one of these, and not `true`, `false` or `null`.
    boolean isStringOrNumber() {
        return stringOrNumber;
    }

    /// The byte after whitespace, not taken yet, or -1 at the end.
    private int next() {
        while (at < end) {
            byte b = bytes[at];
            if (b > ' ') {
                return b;
            }
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return -1;
            }
            at++;
        }
        return -1;
    }

    /// Whether nothing but whitespace is left.
    boolean atEnd() {
        next();
        return at == end;
    }

    /// Takes that character; when something else is there, nothing is taken and the scan may go on.
    boolean take(char c) {
        if (next() != c) {
            return false;
        }
        at++;
        return true;
    }

    /// Whether that character is here, without whitespace before it.
    boolean nextIs(char c) {
        return at < end && bytes[at] == c;
    }

    /// Takes a quote that is here, without whitespace before it.
    boolean takeQuoteHere() {
        return nextIs('"') && ++at <= end;
    }

    /// Takes a string without escapes.
    boolean takeString() {
        if (!take('"')) {
            return false;
        }
        from = at;
        int i = at;
        while (i < end) {
            byte b = bytes[i];
            if (PLAIN[b & 0xff]) {
                i++;
            } else if (b == '"') {
                to = i;
                at = i + 1;
                return true;
            } else if (b < 0) {
                i = Utf8.sequenceEnd(bytes, i, end);
                if (i == Utf8.INVALID) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return false;
    }

    /// Takes a string without escapes, a number without an exponent, `true`, `false` or `null`.
    boolean takeScalar() {
        int first = next();
        stringOrNumber = true;
        if (first == '"') {
            return takeString();
        }
        if (first == '-' || (first >= '0' && first <= '9')) {
            return takeNumber();
        }
        stringOrNumber = false;
        return switch (first) {
            case 't' -> takeWord("true");
            case 'f' -> takeWord("false");
            case 'n' -> takeWord("null");
            default -> false;
        };
    }

    private boolean takeWord(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private boolean takeNumber() {
        int begin = at;
        if (bytes[at] == '-') {
            at++;
        }
        int digits = at;
        skipDigits();
        if (at == digits || (bytes[digits] == '0' && at > digits + 1)) {
            return false;
        }
        if (nextIs('.') && !takeFraction()) {
            return false;
        }
        from = begin;
        to = at;
        return at - begin <= BodyReader.MAX_NUMBER_LENGTH;
    }

    private void skipDigits() {
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
    }

    /// Takes a point and the digits behind it; too many of them are not ordinary.
    boolean takeFraction() {
        int point = at++;
        skipDigits();
        return at > point + 1 && at - point < BodyReader.MAX_NUMBER_LENGTH / 2;
    }

    /// Takes a point and one or two digits, whose number is then the value.
    ///
    /// @return how many digits, 0 when there are none or more
    int takeDecimals() {
        at++;
        return takeDigits(2) ? to - from : 0;
    }

    /// Takes an integer without a sign; it must begin here or after whitespace.
    boolean takeWholeNumber(int maxDigits) {
        boolean zero = next() == '0';
        return takeDigits(maxDigits) && (!zero || to - from == 1);
    }

    /// Takes one or more digits that are here, without whitespace before them.
    boolean takeDigits(int maxDigits) {
        int i = at;
        long number = 0;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            if (i - at == maxDigits) {
                return false;
            }
            number = number * 10 + bytes[i] - '0';
            i++;
        }
        from = at;
        to = i;
        at = i;
        value = number;
        return to > from;
    }

    /// Takes a string that is an account number.
    boolean takeAccount(int maxLength) {
        if (!take('"')) {
            return false;
        }
        int i = at;
        while (i < end && ACCOUNT[bytes[i] & 0xff]) {
            i++;
        }
        from = at;
        to = i;
        at = i;
        return to > from && to - from <= maxLength && takeQuoteHere();
    }

    /// Takes a count of notes or coins.
    boolean takeCount() {
        return takeWholeNumber(MAX_COUNT_DIGITS);
    }

    /// Takes a string that is a denomination, such as `"20-euro-bills"`.
    ///
    /// @return what one piece is worth in cents, at most 10^11, or -1
    long takeDenomination() {
        if (!take('"')) {
            return -1;
        }
        int begin = at;
        if (!takeDigits(MAX_DENOMINATION_DIGITS)) {
            return -1;
        }
        long unit;
        if (takeWord("-euro")) {
            unit = value * 100;
        } else if (takeWord("-cent")) {
            unit = value;
        } else {
            return -1;
        }
        if (!takeWord("-bill")) {
            takeWord("-coin");
        }
        takeWord("s");
        from = begin;
        to = at;
        return takeQuoteHere() ? unit : -1;
    }
}
