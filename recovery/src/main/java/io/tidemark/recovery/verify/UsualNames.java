package io.tidemark.recovery.verify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of one object's members after another, and whether a name was there before.
///
/// What follows a name is mostly what followed it the last time, and whether the next bytes are a certain name is told sooner than which
/// name they are. A wrong guess costs time only. The first names that are met have a bit each, by which they are told apart. Not
/// thread-safe.
final class UsualNames {
    private static final int MAX_NAMES = Long.SIZE;
    private static final int MAX_LENGTH = 40;

    private final Map<String, Name> known = new HashMap<>();
    /// Those of the object at hand that are not known.
    private final NameSet others = new NameSet();
    private final Name start = new Name("", 0);
    private Name last = start;
    /// The bits of those of the object at hand that are known.
    private long seen;
    private boolean again;

    private static final class Name {
        private final String text;
        private final SerializedString quoted;
        private final long bit;
        /// What followed it the last time; null when nothing has.
        private @Nullable Name next;

        Name(String text, long bit) {
            this.text = text;
            this.bit = bit;
            quoted = new SerializedString(text);
        }
    }

    /// Begins with an object of which nothing was read.
    void begin() {
        last = start;
        seen = 0;
        others.clear();
    }

    /// Goes on to the next name.
    ///
    /// @return the name, or null at the end of the object
    @Nullable
    String next(JsonParser json) throws IOException {
        Name guess = last.next;
        if (guess != null && json.nextFieldName(guess.quoted)) {
            last = guess;
        } else {
            String text = guess == null ? json.nextFieldName() : nameAt(json);
            if (text == null) {
                return null;
            }
            Name name = known(text);
            if (name == null) {
                again = !others.add(text);
                return text;
            }
            last.next = name;
            last = name;
        }
        again = (seen & last.bit) != 0;
        seen |= last.bit;
        return last.text;
    }

    /// Whether the name at hand was there before.
    boolean isAgain() {
        return again;
    }

    private static @Nullable String nameAt(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.FIELD_NAME ? json.currentName() : null;
    }

    private @Nullable Name known(String text) {
        Name name = known.get(text);
        if (name == null && known.size() < MAX_NAMES && isPlain(text)) {
            name = new Name(text, 1L << known.size());
            known.put(text, name);
        }
        return name;
    }

    /// Whether a name is written as it is.
    private static boolean isPlain(String text) {
        return text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    }
}
