package io.tidemark.core.bundle;

import io.tidemark.core.event.Utf8;
import java.util.Arrays;

/// The grammar of RFC 8259 over UTF-8 bytes, and nothing else: what a value means, how long its numbers are, and whether
/// members come twice is not looked at. Nesting is bounded by the text's length alone, and takes a bit a level.
final class JsonSyntax {
    /// In place of an index: this is not JSON.
    static final int INVALID = -1;

    /// Bytes that may stand in a string as they are.
    private static final boolean[] PLAIN = new boolean[256];

    static {
        Arrays.fill(PLAIN, ' ', 128, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    private JsonSyntax() {}

    /// Where the value that begins at `from` ends.
    ///
    /// @param from the index of its first byte
    /// @param end  where the text ends, perhaps within the value
    /// @return the index after its last byte, or [#INVALID]
    static int valueEnd(byte[] bytes, int from, int end) {
        Nesting nesting = null;
        int at = from;
        while (true) {
            if (at >= end) {
                return INVALID;
            }
            byte first = bytes[at];
            if (first == '{' || first == '[') {
                boolean object = first == '{';
                at = skipWhitespace(bytes, at + 1, end);
                if (at < end && bytes[at] == closing(object)) {
                    at++;
                } else {
                    nesting = nesting == null ? new Nesting() : nesting;
                    nesting.open(object);
                    at = object ? memberValue(bytes, at, end) : at;
                    if (at == INVALID) {
                        return INVALID;
                    }
                    continue;
                }
            } else {
                at = scalarEnd(bytes, at, end);
            }
            at = at == INVALID || nesting == null ? at : nextValue(nesting, bytes, at, end);
            if (at == INVALID || nesting == null || nesting.depth() == 0) {
                return at;
            }
        }
    }

    private static char closing(boolean object) {
        return object ? '}' : ']';
    }

    /// From the end of a value, over what closes there, to the next value; or to the end of the outermost.
    private static int nextValue(Nesting nesting, byte[] bytes, int from, int end) {
        int at = from;
        while (nesting.depth() > 0) {
            at = skipWhitespace(bytes, at, end);
            if (at == end) {
                return INVALID;
            }
            boolean inObject = nesting.inObject();
            if (bytes[at] == ',') {
                at = skipWhitespace(bytes, at + 1, end);
                return inObject ? memberValue(bytes, at, end) : at;
            }
            if (bytes[at] != closing(inObject)) {
                return INVALID;
            }
            nesting.close();
            at++;
        }
        return at;
    }

    /// From a member's name to its value.
    private static int memberValue(byte[] bytes, int from, int end) {
        int at = from < end && bytes[from] == '"' ? stringEnd(bytes, from, end) : INVALID;
        if (at == INVALID) {
            return INVALID;
        }
        at = skipWhitespace(bytes, at, end);
        return at < end && bytes[at] == ':' ? skipWhitespace(bytes, at + 1, end) : INVALID;
    }

    static int skipWhitespace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end
                && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int scalarEnd(byte[] bytes, int at, int end) {
        return switch (bytes[at]) {
            case '"' -> stringEnd(bytes, at, end);
            case 't' -> wordEnd(bytes, at, end, "true");
            case 'f' -> wordEnd(bytes, at, end, "false");
            case 'n' -> wordEnd(bytes, at, end, "null");
            default -> numberEnd(bytes, at, end);
        };
    }

    private static int wordEnd(byte[] bytes, int at, int end, String word) {
        if (end - at < word.length()) {
            return INVALID;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return INVALID;
            }
        }
        return at + word.length();
    }

    private static int stringEnd(byte[] bytes, int open, int end) {
        int at = open + 1;
        while (at < end) {
            byte b = bytes[at];
            if (PLAIN[b & 0xff]) {
                at++;
            } else if (b == '"') {
                return at + 1;
            } else {
                at = b == '\\' ? escapeEnd(bytes, at, end) : b < 0 ? Utf8.sequenceEnd(bytes, at, end) : INVALID;
                if (at == INVALID) {
                    return INVALID;
                }
            }
        }
        return INVALID;
    }

    private static int escapeEnd(byte[] bytes, int backslash, int end) {
        if (backslash + 1 == end) {
            return INVALID;
        }
        return switch (bytes[backslash + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
            case 'u' -> {
                int escapeEnd = backslash + 6;
                boolean hex = escapeEnd <= end;
                for (int i = backslash + 2; hex && i < escapeEnd; i++) {
                    hex = Character.digit(bytes[i], 16) >= 0;
                }
                yield hex ? escapeEnd : INVALID;
            }
            default -> INVALID;
        };
    }

    private static int numberEnd(byte[] bytes, int from, int end) {
        int digits = bytes[from] == '-' ? from + 1 : from;
        int at = digitsEnd(bytes, digits, end);
        if (at == digits || (bytes[digits] == '0' && at > digits + 1)) {
            return INVALID;
        }
        if (at < end && bytes[at] == '.') {
            int fraction = at + 1;
            at = digitsEnd(bytes, fraction, end);
            if (at == fraction) {
                return INVALID;
            }
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            boolean signed = at + 1 < end && (bytes[at + 1] == '-' || bytes[at + 1] == '+');
            int exponent = signed ? at + 2 : at + 1;
            at = digitsEnd(bytes, exponent, end);
            if (at == exponent) {
                return INVALID;
            }
        }
        return at;
    }

    private static int digitsEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /// Which of the open brackets are braces.
    private static final class Nesting {
        private long[] objects = new long[1];
        private int depth;

        int depth() {
            return depth;
        }

        void open(boolean object) {
            if (depth >> 6 == objects.length) {
                objects = Arrays.copyOf(objects, objects.length * 2);
            }
            long bit = 1L << depth;
            objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
            depth++;
        }

        boolean inObject() {
            int innermost = depth - 1;
            return (objects[innermost >> 6] & (1L << innermost)) != 0;
        }

        void close() {
            depth--;
        }
    }
}
