package io.tidemark.core.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.NewAttempt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One pass over one ordinary line: `key`, `body` and perhaps `source`, the first and last plain ASCII. Gives up at the first
/// thing that is not ordinary; giving up says nothing about the line.
final class LineScan {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "body".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOURCE = "source".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int end;
    private int at;
    private @Nullable EventKey key;
    private @Nullable Body body;
    private @Nullable String source;

    LineScan(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// The attempt, or null when the line is not ordinary.
    @Nullable
    NewAttempt attempt() {
        if (!take('{')) {
            return null;
        }
        do {
            if (!readMember()) {
                return null;
            }
        } while (take(','));
        boolean complete = take('}') && JsonSyntax.skipWhitespace(bytes, at, end) == end;
        return complete && key != null && body != null ? new NewAttempt(key, body, source) : null;
    }

    private boolean readMember() {
        if (!take('"')) {
            return false;
        }
        int from = at;
        int to = plainEnd();
        if (to < 0 || !take(':')) {
            return false;
        }
        if (isName(from, to, BODY)) {
            return body == null && readBody();
        }
        if (isName(from, to, KEY)) {
            return key == null && readKey();
        }
        return isName(from, to, SOURCE) && source == null && readSource();
    }

    private boolean isName(int from, int to, byte[] name) {
        return to - from == name.length && Arrays.equals(bytes, from, to, name, 0, name.length);
    }

    private boolean readBody() {
        int from = JsonSyntax.skipWhitespace(bytes, at, end);
        int to = JsonSyntax.valueEnd(bytes, from, end);
        if (to == JsonSyntax.INVALID) {
            return false;
        }
        body = new Body(bytes, from, to - from);
        at = to;
        return true;
    }

    private boolean readKey() {
        String text = readPlainString();
        key = text == null ? null : EventKey.parse(text);
        return key != null;
    }

    private boolean readSource() {
        source = readPlainString();
        return source != null && !source.isEmpty() && source.length() <= EventLog.MAX_SOURCE_LENGTH;
    }

    private @Nullable String readPlainString() {
        if (!take('"')) {
            return null;
        }
        int from = at;
        int to = plainEnd();
        return to < 0 ? null : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// Takes the rest of a string that is plain ASCII, with its quote.
    ///
    /// @return the index of the quote, or -1 when the string is another
    private int plainEnd() {
        int i = at;
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        if (i == end || bytes[i] != '"') {
            return -1;
        }
        at = i + 1;
        return i;
    }

    private boolean take(char c) {
        at = JsonSyntax.skipWhitespace(bytes, at, end);
        if (at == end || bytes[at] != c) {
            return false;
        }
        at++;
        return true;
    }
}
