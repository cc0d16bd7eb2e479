package io.tidemark.aws.table;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Walks over the whole index, a key at a time.
final class IndexScan implements Cursor<KeyHistory> {
    private final IndexPartitions partitions;

    IndexScan(DynamoDbClient client, String table) {
        partitions = new IndexPartitions(client, table);
    }

    @Override
    public @Nullable KeyHistory next() {
        List<Item> ofOneKey = partitions.next();
        return ofOneKey == null ? null : IndexItems.history(IndexItems.key(ofOneKey), ofOneKey);
    }

    @Override
    public void close() {
        partitions.close();
    }
}
