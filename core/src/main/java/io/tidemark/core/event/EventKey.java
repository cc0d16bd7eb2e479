package io.tidemark.core.event;

import org.jspecify.annotations.Nullable;

/// The name of an event: `<type>_<request-id>.event`, with a request-id of 1 to 64 ASCII letters, digits and hyphens.
///
/// A bucket takes any key of the wider form `<name>.event`, where the name has 1 to [#MAX_NAME_LENGTH] ASCII letters,
/// digits, `_` and `-`; a key that is not of the narrow form has no [#type()] and its events are refused when they are
/// processed ([RejectionCode#UNKNOWN_EVENT_TYPE]). Keys are compared by their text, bytewise (all of it is ASCII).
///
/// Immutable and thread-safe.
public final class EventKey implements Comparable<EventKey> {
    /// What every key ends with.
    public static final String SUFFIX = ".event";
    /// The longest name before the suffix, in characters.
    public static final int MAX_NAME_LENGTH = 128;
    /// The longest request-id, in characters.
    public static final int MAX_REQUEST_ID_LENGTH = 64;
    /// By character, whether a name may have it. Keys are parsed by the million.
    private static final boolean[] IN_NAME = new boolean[128];

    static {
        for (char c = 0; c < IN_NAME.length; c++) {
            IN_NAME[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
                    || c == '-';
        }
    }

    private final String text;
    private final @Nullable EventType type;

    private EventKey(String text, @Nullable EventType type) {
        this.text = text;
        this.type = type;
    }

    /// The key with this text, or null when no bucket takes such a key.
    public static @Nullable EventKey parse(String text) {
        int nameLength = text.length() - SUFFIX.length();
        if (nameLength < 1 || nameLength > MAX_NAME_LENGTH || !text.endsWith(SUFFIX)) {
            return null;
        }
        for (int i = 0; i < nameLength; i++) {
            char c = text.charAt(i);
            if (c >= IN_NAME.length || !IN_NAME[c]) {
                return null;
            }
        }
        int separator = text.lastIndexOf('_');
        int requestIdLength = nameLength - separator - 1;
        boolean typed = separator > 0 && requestIdLength >= 1 && requestIdLength <= MAX_REQUEST_ID_LENGTH;
        return new EventKey(text, typed ? EventType.ofLabel(text, separator) : null);
    }

    /// The key with this text.
    ///
    /// @throws IllegalArgumentException when no bucket takes such a key
    public static EventKey of(String text) {
        EventKey key = parse(text);
        if (key == null) {
            throw new IllegalArgumentException("not an event key: " + text);
        }
        return key;
    }

    /// The key of the event of that type and request-id.
    ///
    /// @throws IllegalArgumentException when the request-id is not 1 to 64 ASCII letters, digits and hyphens
    public static EventKey of(EventType type, String requestId) {
        EventKey key = of(type.label() + "_" + requestId + SUFFIX);
        if (key.type != type) {
            throw new IllegalArgumentException("not a request-id: " + requestId);
        }
        return key;
    }

    /// The key of the event of that type whose request-id stands in a range of an array, where [#copyRequestId] wrote it.
    @SuppressWarnings("deprecation") // ASCII: the quickest way from bytes to a string
    public static EventKey of(EventType type, byte[] array, int offset, int length) {
        return new EventKey(type.label() + "_" + new String(array, 0, offset, length) + SUFFIX, type);
    }

    /// Writes the request-id to `target` from `offset` on, in ASCII.
    ///
    /// @return its length
    /// @throws IllegalStateException when the key has no type
    @SuppressWarnings("deprecation") // the one way to copy a Latin-1 string into a byte array without a copy between
    public int copyRequestId(byte[] target, int offset) {
        int from = requestIdStart();
        int to = text.length() - SUFFIX.length();
        text.getBytes(from, to, target, offset);
        return to - from;
    }

    /// The whole key, such as `cash_deposit_0001.event`.
    public String text() {
        return text;
    }

    /// The event's type, or null when the key is not of the form `<type>_<request-id>.event`.
    public @Nullable EventType type() {
        return type;
    }

    /// The part that a follow-up shares with its original.
    ///
    /// @throws IllegalStateException when the key has no type
    public String requestId() {
        return text.substring(requestIdStart(), text.length() - SUFFIX.length());
    }

    private int requestIdStart() {
        if (type == null) {
            throw new IllegalStateException("a key without a type has no request-id: " + text);
        }
        return type.label().length() + 1;
    }

    /// The key of the original that this follow-up refers to, or null when this is not a follow-up.
    public @Nullable EventKey original() {
        EventType originalType = type == null ? null : type.originalType();
        return originalType == null
                ? null
                : new EventKey(originalType.label().concat(text.substring(requestIdStart() - 1)), originalType);
    }

    @Override
    public int compareTo(EventKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventKey key && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
