package io.tidemark.testkit.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that arrives: an attempt, or an operator's decision. Immutable.
public sealed interface Arrival {
    /// Bytes are put under a key.
    ///
    /// @param key    the event key as text; one that a bucket takes
    /// @param bytes  the body; must not be changed afterwards
    /// @param source the channel that sent it, or null
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Put(String key, byte[] bytes, @Nullable String source) implements Arrival {
        /// The body as text, for people; bytes that are not UTF-8 show as replacement characters.
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Put put && key.equals(put.key) && Arrays.equals(bytes, put.bytes)
                    && java.util.Objects.equals(source, put.source);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            String body = bytes.length <= 400 ? text() : text().substring(0, 100) + "... (" + bytes.length + " bytes)";
            return "put " + key + " " + body + (source == null ? "" : " from " + source);
        }
    }

    /// The last rejected attempt of a key is to be judged again.
    ///
    /// @param key the event key as text
    record Retry(String key) implements Arrival {
        @Override
        public String toString() {
            return "retry " + key;
        }
    }

    /// The wait of a follow-up is to end.
    ///
    /// @param key the event key as text
    record Reject(String key) implements Arrival {
        @Override
        public String toString() {
            return "reject " + key;
        }
    }

    /// The effects of events that were accepted are to be taken out, and waits are to end.
    ///
    /// @param keys the event keys as text
    record Exclude(List<String> keys) implements Arrival {
        /// With a copy of that list.
        public Exclude {
            keys = List.copyOf(keys);
        }

        @Override
        public String toString() {
            return "exclude " + String.join(" ", keys);
        }
    }

    /// From here on what touches an account is held.
    ///
    /// @param account the account number
    record Pause(String account) implements Arrival {
        @Override
        public String toString() {
            return "pause " + account;
        }
    }

    /// What was held for an account is judged.
    ///
    /// @param account the account number
    record Resume(String account) implements Arrival {
        @Override
        public String toString() {
            return "resume " + account;
        }
    }

    /// From here on that version of the rules holds.
    ///
    /// @param version the version; the model knows 1
    record UseRules(int version) implements Arrival {
        @Override
        public String toString() {
            return "rules " + version;
        }
    }

    /// An attempt with that text as its body, in UTF-8, and no source.
    static Put put(String key, String body) {
        return new Put(key, body.getBytes(StandardCharsets.UTF_8), null);
    }
}
