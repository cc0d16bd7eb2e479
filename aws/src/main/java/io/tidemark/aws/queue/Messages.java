package io.tidemark.aws.queue;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Transactions as messages.
public final class Messages {
    /// The longest name of a message group.
    private static final int LONGEST_GROUP = 128;

    private Messages() {}

    /// The body of a transaction's message.
    static String body(Transaction transaction) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", transaction.attempt().key().text());
        members.put("version", transaction.attempt().version());
        members.put("group", transaction.group());
        String replay = transaction.replay();
        if (replay != null) {
            members.put("replay", replay);
        }
        return JsonTree.write(members);
    }

    /// The transaction in a message, or null when the message is foreign.
    public static @Nullable Transaction read(String body) {
        JsonTree tree = JsonTree.read(body);
        if (tree == null) {
            return null;
        }
        String text = tree.at("key").text();
        String version = tree.at("version").text();
        String group = tree.at("group").text();
        EventKey key = text == null ? null : EventKey.parse(text);
        return key == null || version == null || group == null ? null
                : new Transaction(new AttemptId(key, version), group, tree.at("replay").text());
    }

    /// The name of the message group: the account, or the key or what stands for it where it is too long.
    static String group(Transaction transaction) {
        String group = transaction.group();
        return group.length() <= LONGEST_GROUP ? group : digest(group);
    }

    /// What makes two messages the same: key, version and replay.
    static String deduplication(Transaction transaction) {
        return digest(transaction.attempt().key() + "|" + transaction.attempt().version() + "|"
                + (transaction.replay() == null ? "" : transaction.replay()));
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
