package io.tidemark.core.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads lines as [BundleLines] writes them, and nothing else: whatever stands otherwise was not written by it. Not thread-safe.
public final class BundleLineReader {
    private final byte[] text;
    private int at;

    /// A reader of whole lines.
    ///
    /// @param text the lines; must not be changed
    public BundleLineReader(byte[] text) {
        this.text = text;
    }

    /// The next line, or null at the end.
    ///
    /// @throws StorageException of kind `DAMAGED` when it is not as it is written
    public @Nullable BundleLine next() {
        if (at == text.length) {
            return null;
        }
        expect("{\"key\":");
        EventKey key = EventKey.parse(string());
        expect(",\"version\":");
        int version = (int) Math.min(Integer.MAX_VALUE, number());
        expect(",\"position\":");
        long position = number();
        expect(",\"arrival\":");
        String arrival = string();
        String source = take(",\"source\":") ? string() : null;
        expect(",\"sha256\":");
        Sha256 digest = digest(string());
        expect(",\"outcome\":");
        String outcome = string();
        String code = null;
        if (take(",\"code\":")) {
            code = string();
            expect(",\"reason\":");
            string();
        }
        expect(",\"decidedAt\":");
        number();
        List<BundleLine.Place> accounts = accounts();
        BundledBody body = body();
        expect("}\n");
        if (key == null) {
            throw damaged("an event key is none");
        }
        return new BundleLine(key, version, position, arrival, source, digest, outcome, code, accounts, body);
    }

    private List<BundleLine.Place> accounts() {
        List<BundleLine.Place> accounts = new ArrayList<>(2);
        expect(",\"accounts\":[");
        while (!take("]")) {
            expect(accounts.isEmpty() ? "{\"account\":" : ",{\"account\":");
            String account = string();
            expect(",\"sequence\":");
            accounts.add(new BundleLine.Place(account, number()));
            expect("}");
        }
        return accounts;
    }

    private BundledBody body() {
        for (BundledBody.Form form : BundledBody.Form.values()) {
            if (take(",\"" + form.member() + "\":")) {
                if (form == BundledBody.Form.BODY) {
                    int end = JsonSyntax.valueEnd(text, at, text.length);
                    if (end < 0) {
                        throw damaged("a body is cut short");
                    }
                    BundledBody body = new BundledBody(form, at, end - at);
                    at = end;
                    return body;
                }
                int from = at + 1;
                int end = stringEnd();
                return new BundledBody(form, from, end - from);
            }
        }
        throw damaged("a line has no body");
    }

    private Sha256 digest(String hex) {
        try {
            return Sha256.parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw damaged("a digest is none", e);
        }
    }

    private boolean take(String expected) {
        int length = expected.length();
        if (length > text.length - at) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        at += length;
        return true;
    }

    private void expect(String expected) {
        if (!take(expected)) {
            throw damaged("a line is not of the form that is written");
        }
    }

    private long number() {
        int from = at;
        long value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - from < 19) {
            value = value * 10 + (text[at++] - '0');
        }
        if (at == from || value < 0) {
            throw damaged("a number is none");
        }
        return value;
    }

    /// Goes behind the string at hand.
    ///
    /// @return the index of its closing quote
    private int stringEnd() {
        expect("\"");
        while (at < text.length && text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        if (at >= text.length) {
            throw damaged("a text is cut short");
        }
        return at++;
    }

    private String string() {
        int from = at + 1;
        int end = stringEnd();
        String raw = new String(text, from, end - from, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder value = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                value.append(c);
            } else if (raw.charAt(i + 1) == 'u' && i + 6 <= raw.length()) {
                value.append((char) Integer.parseInt(raw, i + 2, i + 6, 16));
                i += 5;
            } else {
                value.append(raw.charAt(++i));
            }
        }
        return value.toString();
    }

    private StorageException damaged(String why) {
        return damaged(why, null);
    }

    private StorageException damaged(String why, @Nullable Throwable cause) {
        return new StorageException(Kind.DAMAGED, "a bundle's lines are damaged at byte " + at + ": " + why, cause);
    }
}
