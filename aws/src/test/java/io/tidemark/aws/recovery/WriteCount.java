package io.tidemark.aws.recovery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// Counts the items of BatchWriteItem by table and key, and transactions.
final class WriteCount implements ExecutionInterceptor {
    private final Map<String, Integer> writes = new HashMap<>();
    private int transactions;

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        switch (context.request()) {
            case BatchWriteItemRequest batch -> batch.requestItems()
                    .forEach((table, requests) -> requests.forEach(request -> writes.merge(
                            table + " " + text(request.putRequest() == null ? request.deleteRequest().key()
                                    : request.putRequest().item()),
                            1, Integer::sum)));
            case TransactWriteItemsRequest _ -> transactions++;
            default -> {
                // No write, or one of the control item.
            }
        }
    }

    private static String text(Map<String, AttributeValue> item) {
        return text(item.get("SK")) + " of " + text(item.get("PK"));
    }

    private static String text(@Nullable AttributeValue value) {
        return value == null ? "" : value.s();
    }

    /// How many items were written of a table whose sort keys begin so.
    int of(String table, String sk) {
        return writes.entrySet().stream().filter(write -> write.getKey().startsWith(table + " " + sk))
                .mapToInt(Map.Entry::getValue).sum();
    }

    /// How often the item was written that was written most.
    int most() {
        return writes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    int transactions() {
        return transactions;
    }
}
