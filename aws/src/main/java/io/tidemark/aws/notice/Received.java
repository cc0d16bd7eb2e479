package io.tidemark.aws.notice;

import io.tidemark.aws.json.JsonTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of a queue, as Lambda hands it to a function.
///
/// @param id    names the message when its failure is reported
/// @param body  what was sent
/// @param group the message group, in a FIFO queue; otherwise null
public record Received(String id, String body, @Nullable String group) {
    /// The messages of a call.
    ///
    /// @param input the JSON that the function was called with
    /// @throws IllegalArgumentException when a function is called with something else, which only a wrong trigger does
    public static List<Received> records(String input) {
        JsonTree tree = JsonTree.read(input);
        List<JsonTree> records = tree == null ? List.of() : tree.at("Records").elements();
        if (records.isEmpty()) {
            throw new IllegalArgumentException("not called by a queue: there are no records");
        }
        return records.stream().map(Received::record).toList();
    }

    private static Received record(JsonTree record) {
        String id = record.at("messageId").text();
        String body = record.at("body").text();
        if (id == null || body == null) {
            throw new IllegalArgumentException("not called by a queue: a record has no messageId or body");
        }
        return new Received(id, body, record.at("attributes", "MessageGroupId").text());
    }
}
