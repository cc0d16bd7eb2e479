package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.AccountNumbers;
import java.util.ArrayList;
import java.util.List;

/// What an operator can decide about events. Takes effect at its position; where the key does not stand as the action needs
/// it to, it has no effect.
public sealed interface ControlAction {
    private static void requireNumber(String account) {
        if (!AccountNumbers.isNumber(account)) {
            throw new IllegalArgumentException("no account has the number \"" + account + "\"");
        }
    }

    /// The last rejected attempt of a key that stands rejected is judged again.
    ///
    /// @param key the event key
    record Retry(EventKey key) implements ControlAction {}

    /// The wait of a follow-up ends: it is rejected.
    ///
    /// @param key the follow-up's key
    record Reject(EventKey key) implements ControlAction {}

    /// From here on the rules of that version hold.
    ///
    /// @param version the version
    record UseRules(int version) implements ControlAction {}

    /// From here on what touches the account is held: it gets no outcome. Without effect on an account that is paused already. The
    /// account need not exist.
    ///
    /// @param account the account number
    record PauseAccount(String account) implements ControlAction {
        /// The action on that account.
        ///
        /// @throws IllegalArgumentException when no account can have that number
        public PauseAccount {
            requireNumber(account);
        }
    }

    /// What was held for the account is judged, in the order in which it arrived, and takes effect here. Without effect on an account that
    /// is not paused.
    ///
    /// @param account the account number
    record ResumeAccount(String account) implements ControlAction {
        /// The action on that account.
        ///
        /// @throws IllegalArgumentException when no account can have that number
        public ResumeAccount {
            requireNumber(account);
        }
    }

    /// The effects of accepted events are taken out, as if they had never moved money; the wait of a follow-up among them ends. What
    /// was decided about other events before stays as it is. An event that is accepted only later is not meant. With an
    /// original go the follow-ups that were accepted before.
    ///
    /// Many keys are spread over several records that follow each other in order; all of them take effect with the last, and none
    /// when that does not come.
    ///
    /// @param keys  the keys of the events, 1 to [#MAX_KEYS]
    /// @param part  which of the records it is, from 1
    /// @param parts how many there are
    record Exclude(List<EventKey> keys, int part, int parts) implements ControlAction {
        /// The most keys of one record.
        public static final int MAX_KEYS = 5_000;

        /// A record with a copy of that list.
        ///
        /// @throws IllegalArgumentException when a number is out of its range
        public Exclude {
            keys = List.copyOf(keys);
            if (keys.isEmpty() || keys.size() > MAX_KEYS || part < 1 || part > parts) {
                throw new IllegalArgumentException("part " + part + " of " + parts + " with " + keys.size() + " keys");
            }
        }

        /// The records that it takes to exclude those keys, in order; none for no keys.
        public static List<Exclude> all(List<EventKey> keys) {
            int parts = (keys.size() + MAX_KEYS - 1) / MAX_KEYS;
            List<Exclude> records = new ArrayList<>(parts);
            for (int part = 1; part <= parts; part++) {
                records.add(new Exclude(keys.subList((part - 1) * MAX_KEYS, Math.min(keys.size(), part * MAX_KEYS)),
                        part, parts));
            }
            return records;
        }

        /// Whether the keys of this record, and of those that belong to it, take effect with this record.
        public boolean isLast() {
            return part == parts;
        }

        /// The action as digests of records take it in: `exclude PART/PARTS` and the keys, each after a blank.
        public String text() {
            StringBuilder text = new StringBuilder("exclude ").append(part).append('/').append(parts);
            keys.forEach(key -> text.append(' ').append(key));
            return text.toString();
        }
    }
}
