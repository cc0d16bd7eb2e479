package io.tidemark.aws.table;

import io.tidemark.core.port.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Walks over the whole index, the items of one key at a time. The control item is about no key, and passed over.
final class IndexPartitions implements Cursor<List<Item>> {
    private final PartitionItems items;
    private @Nullable Item ahead;

    IndexPartitions(DynamoDbClient client, String table) {
        items = new PartitionItems(client, table, IndexItems.KEYS);
    }

    @Override
    public @Nullable List<Item> next() {
        Item first = ahead == null ? items.next() : ahead;
        ahead = null;
        if (first == null) {
            return null;
        }
        List<Item> ofOneKey = new ArrayList<>(List.of(first));
        String partition = first.text(Item.PK);
        for (ahead = items.next(); ahead != null && ahead.text(Item.PK).equals(partition); ahead = items.next()) {
            ofOneKey.add(ahead);
        }
        return ofOneKey;
    }

    @Override
    public void close() {
        items.close();
    }
}
