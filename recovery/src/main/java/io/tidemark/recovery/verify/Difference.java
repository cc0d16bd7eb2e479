package io.tidemark.recovery.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One place where what was found is not what must be there.
///
/// @param kind     what is compared
/// @param account  the account that it is about, or null when it is about none
/// @param key      the event key that it is about, or null when it is about none
/// @param sequence the entry's place in its account, or null when it is about no entry
/// @param position the attempt's place in the log, or null when it is about no attempt
/// @param expected what must be there, in words and figures
/// @param found    what is there
public record Difference(Kind kind, @Nullable String account, @Nullable String key, @Nullable Long sequence,
        @Nullable Long position, String expected, String found) {

    /// What can differ.
    public enum Kind {
        /// An entry of an account's history.
        ENTRY,
        /// What became of an attempt, or the order in which outcomes took effect.
        OUTCOME,
        /// An account's state after its last entry.
        ACCOUNT,
        /// An open matter.
        OPEN_MATTER,
        /// A follow-up that waits.
        WAITING,
        /// An account that is paused, or an attempt that is held for one.
        PAUSE,
        /// A key that stands rejected, or was corrected.
        KEY,
        /// How many attempts stand how, or another figure of the whole ledger.
        COUNTS,
        /// One of the invariants, which hold whatever the events say.
        INVARIANT,
        /// The bucket that an attempt is in.
        BUCKET,
        /// What finds attempts by their keys.
        KEY_INDEX,
        /// What a snapshot says about the state at its position.
        SNAPSHOT,
        /// A part of the ledger that cannot be read.
        UNREADABLE
    }

    /// A difference about an account as a whole.
    public static Difference ofAccount(Kind kind, String account, String expected, String found) {
        return new Difference(kind, account, null, null, null, expected, found);
    }

    /// A difference about a key.
    public static Difference ofKey(Kind kind, String key, @Nullable String account, String expected, String found) {
        return new Difference(kind, account, key, null, null, expected, found);
    }

    /// A difference about the whole.
    public static Difference ofWhole(Kind kind, String expected, String found) {
        return new Difference(kind, null, null, null, null, expected, found);
    }

    /// The members for a JSON document; what does not apply is absent.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", kind.name());
        if (account != null) {
            tree.put("account", account);
        }
        if (key != null) {
            tree.put("key", key);
        }
        if (sequence != null) {
            tree.put("sequence", sequence);
        }
        if (position != null) {
            tree.put("position", position);
        }
        tree.put("expected", expected);
        tree.put("found", found);
        return tree;
    }
}
