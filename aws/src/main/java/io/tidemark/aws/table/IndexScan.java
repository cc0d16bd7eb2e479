package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Walks over the whole index, a page at a time: a scan gives the items of one partition one behind the other, in the order of their sort
/// keys.
final class IndexScan implements Cursor<KeyHistory> {
    private final String table;
    private final Iterable<Map<String, AttributeValue>> all;
    private @Nullable Iterator<Map<String, AttributeValue>> items;
    private @Nullable Item ahead;

    IndexScan(DynamoDbClient client, String table) {
        this.table = table;
        all = client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items();
    }

    @Override
    public @Nullable KeyHistory next() {
        Item first = ahead == null ? nextOfKey() : ahead;
        ahead = null;
        if (first == null) {
            return null;
        }
        List<Item> ofOneKey = new ArrayList<>(List.of(first));
        String partition = first.text(Item.PK);
        for (ahead = nextOfKey(); ahead != null && ahead.text(Item.PK).equals(partition); ahead = nextOfKey()) {
            ofOneKey.add(ahead);
        }
        return IndexItems.history(EventKey.of(partition.substring(IndexItems.KEYS.length())), ofOneKey);
    }

    /// The next item that is about a key: the control item is not.
    private @Nullable Item nextOfKey() {
        try {
            Iterator<Map<String, AttributeValue>> each = items;
            if (each == null) {
                each = all.iterator();
                items = each;
            }
            while (each.hasNext()) {
                Item item = Item.of(each.next());
                if (item.text(Item.PK).startsWith(IndexItems.KEYS)) {
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
