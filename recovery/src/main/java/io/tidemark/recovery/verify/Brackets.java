package io.tidemark.recovery.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Currency counts in brackets, as in `"Currency": [ "100-euro-bills": 1 ]`, which is not JSON: makes them braces.
final class Brackets {
    private Brackets() {}

    /// A copy of the body in which the brackets of the top-level members `Currency` and `VerifiedCurrency` are braces, where they
    /// hold names with values and nothing deeper.
    static byte[] asBraces(byte[] bytes, int offset, int length) {
        byte[] body = Arrays.copyOfRange(bytes, offset, offset + length);
        int depth = 0;
        for (int at = 0; at < body.length; at++) {
            byte b = body[at];
            if (b == '"') {
                int end = endOfString(body, at);
                if (depth == 1 && isCurrency(body, at + 1, end)) {
                    end = braceGroupAfter(body, end);
                }
                at = end;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return body;
    }

    private static boolean isCurrency(byte[] body, int from, int to) {
        if (to >= body.length) {
            return false;
        }
        String name = new String(body, from, to - from, StandardCharsets.ISO_8859_1);
        return name.equals("Currency") || name.equals("VerifiedCurrency");
    }

    /// Where to go on: at the group's end when it was changed, else at the name's.
    private static int braceGroupAfter(byte[] body, int nameEnd) {
        int colon = next(body, nameEnd + 1);
        int open = colon < body.length && body[colon] == ':' ? next(body, colon + 1) : body.length;
        if (open >= body.length || body[open] != '[') {
            return nameEnd;
        }
        boolean pairs = false;
        for (int at = open + 1; at < body.length; at++) {
            byte b = body[at];
            if (b == '"') {
                at = endOfString(body, at);
            } else if (b == ':') {
                pairs = true;
            } else if (b == '[' || b == '{' || b == '}' || (b == ']' && !pairs)) {
                return nameEnd;
            } else if (b == ']') {
                body[open] = '{';
                body[at] = '}';
                return at;
            }
        }
        return nameEnd;
    }

    /// The index of the closing quote, or the body's length when there is none.
    private static int endOfString(byte[] body, int open) {
        for (int at = open + 1; at < body.length; at++) {
            if (body[at] == '\\') {
                at++;
            } else if (body[at] == '"') {
                return at;
            }
        }
        return body.length;
    }

    private static int next(byte[] body, int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }
}
