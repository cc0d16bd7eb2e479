package io.tidemark.core.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The notation of currency counts that is not JSON: `"Currency": [ "100-euro-bills": 1 ]`, with brackets where an object has
/// braces.
///
/// Only the brackets of the top-level members `Currency` and `VerifiedCurrency` are looked at, and only those around
/// `name: value` pairs; a list of values is an array and stays one. The result is to be read by the same strict rules as any
/// other body, so nothing here needs to judge what it passes over.
final class LabNotation {
    private static final byte[] CURRENCY = "Currency".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERIFIED_CURRENCY = "VerifiedCurrency".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;
    private boolean rewritten;

    private LabNotation(byte[] body) {
        this.body = body;
    }

    /// A copy of the body with braces in the place of such brackets, or null when it has none.
    static byte @Nullable [] toJson(byte[] bytes, int offset, int length) {
        LabNotation notation = new LabNotation(Arrays.copyOfRange(bytes, offset, offset + length));
        notation.rewrite();
        return notation.rewritten ? notation.body : null;
    }

    private void rewrite() {
        int depth = 0;
        int at = 0;
        while (at < body.length) {
            switch (body[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    int close = closingQuote(at);
                    if (depth == 1 && isCurrencyName(at + 1, close)) {
                        close = rewriteGroupAfter(close);
                    }
                    at = close;
                }
                default -> {
                    // Everything else passes.
                }
            }
            at++;
        }
    }

    private boolean isCurrencyName(int from, int to) {
        return from <= to
                && (Arrays.equals(body, from, to, CURRENCY, 0, CURRENCY.length)
                        || Arrays.equals(body, from, to, VERIFIED_CURRENCY, 0, VERIFIED_CURRENCY.length));
    }

    /// Turns the brackets behind the name that ends there into braces, if they hold pairs.
    ///
    /// @return where to go on from: the group's end when it was rewritten, else the name's
    private int rewriteGroupAfter(int nameEnd) {
        int colon = skipWhitespace(nameEnd + 1);
        if (colon >= body.length || body[colon] != ':') {
            return nameEnd;
        }
        int open = skipWhitespace(colon + 1);
        if (open >= body.length || body[open] != '[') {
            return nameEnd;
        }
        boolean hasPairs = false;
        for (int at = open + 1; at < body.length; at++) {
            switch (body[at]) {
                case '"' -> at = closingQuote(at);
                case ':' -> hasPairs = true;
                case '[', '{', '}' -> {
                    return nameEnd;
                }
                case ']' -> {
                    if (hasPairs) {
                        body[open] = '{';
                        body[at] = '}';
                        rewritten = true;
                        return at;
                    }
                    return nameEnd;
                }
                default -> {
                    // Numbers, commas, whitespace; and whatever the strict reading will refuse.
                }
            }
        }
        return nameEnd;
    }

    /// The index of the quote that ends the string, or the body's length when nothing ends it.
    private int closingQuote(int open) {
        int at = open + 1;
        while (at < body.length && body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, body.length);
    }

    private int skipWhitespace(int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\t' || body[at] == '\n' || body[at] == '\r')) {
            at++;
        }
        return at;
    }
}
