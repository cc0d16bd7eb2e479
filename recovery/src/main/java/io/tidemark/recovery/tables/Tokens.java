package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.port.BookCommit;
import java.util.ArrayList;
import java.util.List;

/// Names of what steps wait for.
final class Tokens {
    private Tokens() {}

    /// That something happens to a key.
    static String key(EventKey key) {
        return "key " + key;
    }

    /// That those are recorded that wait for an original.
    static String before(EventKey original) {
        return "before " + original;
    }

    /// That something happens to an account.
    static String account(String account) {
        return "account " + account;
    }

    /// All that was looked at for a decision: when any of it moves on, the decision may be another one.
    static List<String> lookedAt(Step step, BookCommit commit) {
        List<String> tokens = new ArrayList<>();
        commit.seen().keySet().forEach(account -> tokens.add(account(account)));
        commit.seenKeys().keySet().forEach(key -> tokens.add(key(key)));
        EventKey original = step.key().original();
        if (original != null) {
            tokens.add(key(original));
            for (EventType type : EventType.values()) {
                tokens.add(key(EventKey.of(type, original.requestId())));
            }
        }
        return tokens;
    }
}
