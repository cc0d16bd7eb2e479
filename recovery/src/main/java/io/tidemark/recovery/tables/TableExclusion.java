package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.json.JsonDocument;
import io.tidemark.recovery.json.JsonObject;
import io.tidemark.recovery.replay.GenerationNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A decision to exclude events where there is no log for a control record: what was excluded, and its place in the order. Immutable.
///
/// @param id            what it is kept as; decisions follow each other in the order of their ids
/// @param decidedMicros when it was decided, in microseconds since 1970
/// @param operator      who decided
/// @param reason        why
/// @param keys          the events whose effects are taken out, in bytewise order; their follow-ups of before go with them
/// @param ended         the follow-ups whose wait ended, in bytewise order
/// @param stood         where the accounts stood that lost an effect, by number: entries up to that sequence come before the decision
record TableExclusion(String id, long decidedMicros, String operator, String reason, List<EventKey> keys,
        List<EventKey> ended, Map<String, Long> stood) {
    /// The version of the document.
    private static final long VERSION = 1;

    TableExclusion {
        keys = List.copyOf(keys);
        ended = List.copyOf(ended);
        stood = Map.copyOf(stood);
    }

    /// The same with where accounts stood.
    TableExclusion standing(Map<String, Long> sequences) {
        return new TableExclusion(id, decidedMicros, operator, reason, keys, ended, sequences);
    }

    /// All decisions, in their order.
    ///
    /// @throws StorageException of kind `DAMAGED` when one cannot be read: without it events that were excluded would come back
    static List<TableExclusion> all(Receipts documents) {
        List<TableExclusion> all = new ArrayList<>();
        for (String id : documents.list()) {
            byte[] document = documents.read(id);
            if (document == null) {
                throw new StorageException(StorageException.Kind.DAMAGED,
                        "the exclusion " + id + " is listed and not there");
            }
            all.add(read(id, document));
        }
        return all;
    }

    /// An id that comes after all others, whatever the clock says.
    ///
    /// @param now when the decision is taken
    static String nextId(List<TableExclusion> others, Instant now) {
        // As generations are named, without the point, which no id has.
        return GenerationNames.next(now, others.stream().map(each -> each.id().replace('-', '.')).toList())
                .replace('.', '-');
    }

    private static TableExclusion read(String id, byte[] document) {
        try {
            JsonObject json = JsonObject.read(document);
            if (json.number("version") != VERSION) {
                throw new StorageException(StorageException.Kind.UNSUPPORTED_FORMAT,
                        "the exclusion " + id + " has a version that this program does not know: use a newer program");
            }
            return new TableExclusion(id, json.number("decidedMicros"), json.string("operator"), json.string("reason"),
                    keys(json, "keys"), keys(json, "waitsEnded"), json.object("stood").numbers());
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException(StorageException.Kind.DAMAGED, "the exclusion " + id + " cannot be read: "
                    + e.getMessage() + "; restore its object from an earlier version", e);
        }
    }

    private static List<EventKey> keys(JsonObject json, String name) throws IOException {
        List<EventKey> keys = new ArrayList<>();
        for (JsonObject one : json.objects(name)) {
            keys.add(EventKey.of(one.string("key")));
        }
        return keys;
    }

    /// Writes the decision down: from then on it holds.
    ///
    /// @throws StorageException when that cannot be done; then it does not hold
    void publish(Receipts documents) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", VERSION);
        tree.put("decidedMicros", decidedMicros);
        tree.put("operator", operator);
        tree.put("reason", reason);
        tree.put("keys", trees(keys));
        tree.put("waitsEnded", trees(ended));
        tree.put("stood", new TreeMap<>(stood));
        if (!documents.publish(id, JsonDocument.write(tree).getBytes(StandardCharsets.UTF_8))) {
            throw new StorageException(StorageException.Kind.FAILED,
                    "there is an exclusion " + id + " already: run it again");
        }
    }

    private static List<Map<String, Object>> trees(List<EventKey> keys) {
        return keys.stream().sorted().map(key -> {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("key", key.text());
            return tree;
        }).toList();
    }
}
