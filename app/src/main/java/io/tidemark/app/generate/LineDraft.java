package io.tidemark.app.generate;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The line that is being written: key, body, source. Not thread-safe.
final class LineDraft {
    private static final Map<EventType, byte[]> TYPE_LABELS = new EnumMap<>(EventType.class);
    private static final byte[] KEY = ByteText.utf8("{\"key\":\"");
    private static final byte[] BODY = ByteText.utf8("\",\"body\":");
    private static final byte[] RAW = ByteText.utf8("\",\"raw\":\"");
    private static final byte[] SOURCE = ByteText.utf8(",\"source\":\"");
    private static final byte[] END = ByteText.utf8("\"}\n");
    private static final byte[] SUFFIX = ByteText.utf8(EventKey.SUFFIX);
    private static final byte[] TIME = ByteText.utf8("{\"EventTimeStamp\":");

    static {
        for (EventType type : EventType.values()) {
            TYPE_LABELS.put(type, ByteText.utf8(type.label() + "_"));
        }
    }

    private final ByteText key = new ByteText(160);
    private final ByteText body = new ByteText(1024);
    private final ByteText whole = new ByteText(2048);
    private Source source = Source.BRANCH;
    private boolean raw;
    private long seconds;
    private long requestId;

    /// Starts over.
    ///
    /// @param eventSeconds when the event happens, in seconds since 1970
    void begin(long eventSeconds) {
        key.clear();
        body.clear();
        whole.clear();
        raw = false;
        seconds = eventSeconds;
    }

    /// A copy of what is written, to be sent again.
    Kept keep() {
        return new Kept(key.toBytes(), body.toBytes(), raw, source);
    }

    /// Becomes what was kept.
    void repeat(Kept kept) {
        key.put(kept.key());
        body.put(kept.body());
        raw = kept.raw();
        source = kept.source();
    }

    /// A line to be sent again.
    ///
    /// @param key    the key
    /// @param body   the body
    /// @param raw    whether the body goes into its line as a text
    /// @param source where it comes from
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Kept(byte[] key, byte[] body, boolean raw, Source source) {}

    /// Names the event and where it comes from.
    void name(EventType type, long id, Source from) {
        name(Objects.requireNonNull(TYPE_LABELS.get(type)), id, from);
    }

    /// Names an event whose type may be none.
    ///
    /// @param prefix all of the key before the request-id
    void name(byte[] prefix, long id, Source from) {
        key.put(prefix).putHex(id).put(SUFFIX);
        requestId = id;
        source = from;
    }

    /// Starts the body with the event's time, which fills it but for what is to follow.
    ByteText beginBody() {
        body.put(TIME).putNumber(seconds);
        if (source == Source.APP) {
            // Three digits that follow from the request-id, to save a draw.
            body.put('.').putPadded((requestId >>> 32) % 1000, 3);
        }
        return body;
    }

    /// The body, to write into.
    ByteText body() {
        return body;
    }

    ByteText key() {
        return key;
    }

    Source source() {
        return source;
    }

    /// Says that the body is not JSON, and goes into its line as a text.
    void markRaw() {
        raw = true;
    }

    /// Puts the line together.
    void finish() {
        whole.put(KEY).put(key);
        if (raw) {
            whole.put(RAW).putEscaped(body).put('"');
        } else {
            whole.put(BODY).put(body);
        }
        whole.put(SOURCE).putAscii(source.label()).put(END);
    }

    /// The finished line, with its line feed; empty before the first.
    ByteText whole() {
        return whole;
    }
}
