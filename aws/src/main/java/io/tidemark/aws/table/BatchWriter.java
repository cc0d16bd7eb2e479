package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Writes items outside transactions, as many at once as a call takes. One thread.
final class BatchWriter {
    private static final int IN_A_CALL = 25;
    private static final int MOST_TRIES = 12;
    private static final long FIRST_PAUSE_NANOS = 20_000_000;

    private final DynamoDbClient client;
    private final String table;
    private final List<WriteRequest> waiting = new ArrayList<>();
    private long written;

    BatchWriter(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    void put(Item item) {
        add(WriteRequest.builder().putRequest(put -> put.item(item.attributes())).build());
    }

    void delete(Item key) {
        add(WriteRequest.builder().deleteRequest(delete -> delete.key(key.attributes())).build());
    }

    private void add(WriteRequest request) {
        waiting.add(request);
        written++;
        if (waiting.size() == IN_A_CALL) {
            flush();
        }
    }

    /// Writes what waits. What DynamoDB has no capacity for comes back and is tried again, later each time.
    void flush() {
        List<WriteRequest> rest = List.copyOf(waiting);
        waiting.clear();
        for (int tries = 0; !rest.isEmpty(); tries++) {
            if (tries == MOST_TRIES) {
                throw new StorageException(StorageException.Kind.FAILED, "cannot write " + table + ": " + rest.size()
                        + " items were turned away " + tries + " times; raise the table's capacity and run it again");
            }
            if (tries > 0) {
                LockSupport.parkNanos(FIRST_PAUSE_NANOS << tries);
            }
            Map<String, List<WriteRequest>> request = Map.of(table, rest);
            try {
                rest = client.batchWriteItem(write -> write.requestItems(request)).unprocessedItems()
                        .getOrDefault(table, List.of());
            } catch (SdkException e) {
                throw AwsFailures.of(e, "write " + table);
            }
        }
    }

    long written() {
        return written;
    }
}
