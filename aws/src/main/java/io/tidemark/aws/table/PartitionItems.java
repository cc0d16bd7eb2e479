package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.Cursor;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Walks over all items of a table, a page at a time: a scan gives the items of one partition one behind the other, in the order of their
/// sort keys.
final class PartitionItems implements Cursor<Item> {
    private final String table;
    private final String prefix;
    private final Iterable<Map<String, AttributeValue>> all;
    private @Nullable Iterator<Map<String, AttributeValue>> items;

    /// @param prefix what the partitions begin with; others are passed over
    PartitionItems(DynamoDbClient client, String table, String prefix) {
        this.table = table;
        this.prefix = prefix;
        all = client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items();
    }

    @Override
    public @Nullable Item next() {
        try {
            Iterator<Map<String, AttributeValue>> each = items;
            if (each == null) {
                each = all.iterator();
                items = each;
            }
            while (each.hasNext()) {
                Item item = Item.of(each.next());
                if (item.text(Item.PK).startsWith(prefix)) {
                    return item;
                }
            }
            return null;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + table);
        }
    }

    @Override
    public void close() {
        // A page is held by nobody but this.
    }
}
