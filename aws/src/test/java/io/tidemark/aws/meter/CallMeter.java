package io.tidemark.aws.meter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Listens to the clients of S3, SQS and DynamoDB and counts calls, read units and write units, those of the indexes among them.
///
/// Units are computed by AWS's rules from the items before and after each write, because DynamoDB Local reports too few for a transaction. What
/// it reports of single writes it reports as AWS does, and it must be what was computed. Used by one thread.
public final class CallMeter implements ExecutionInterceptor {
    private static final ExecutionAttribute<List<Target>> TARGETS = new ExecutionAttribute<>("Targets");

    private final DynamoDbClient plain;
    private final Map<String, IndexUnits> indexes = new HashMap<>();
    private final Map<String, Integer> calls = new TreeMap<>();
    private long readUnits;
    private long writeUnits;

    /// A meter that looks at items through a client that it does not listen to.
    public CallMeter(DynamoDbClient plain) {
        this.plain = plain;
    }

    /// What was counted.
    ///
    /// @param calls      by operation
    /// @param readUnits  of tables
    /// @param writeUnits of tables and indexes
    public record Count(Map<String, Integer> calls, long readUnits, long writeUnits) {
        /// This without another, which must be contained in it.
        public Count minus(Count other) {
            Map<String, Integer> rest = new TreeMap<>(calls);
            other.calls.forEach((name, number) -> rest.merge(name, -number, Integer::sum));
            rest.values().removeIf(number -> number == 0);
            return new Count(rest, readUnits - other.readUnits, writeUnits - other.writeUnits);
        }

        /// Such as `GetObject, 2 PutItem; 0 r, 5 w`.
        @Override
        public String toString() {
            List<String> words = new ArrayList<>();
            calls.forEach((name, number) -> words.add(number == 1 ? name : number + " " + name));
            return String.join(", ", words) + "; " + readUnits + " r, " + writeUnits + " w";
        }
    }

    /// An item that a call writes or checks.
    private record Target(String table, Map<String, AttributeValue> key, Map<String, AttributeValue> before) {}

    /// What was counted since this was asked last.
    public Count take() {
        Count count = new Count(new TreeMap<>(calls), readUnits, writeUnits);
        calls.clear();
        readUnits = 0;
        writeUnits = 0;
        return count;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        calls.merge(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), 1, Integer::sum);
        return switch (context.request()) {
            case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
            case UpdateItemRequest update ->
                    update.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
            case SdkRequest other -> other;
        };
    }

    @Override
    public void beforeMarshalling(Context.BeforeMarshalling context, ExecutionAttributes attributes) {
        attributes.putAttribute(TARGETS, targets(context.request()));
    }

    private List<Target> targets(SdkRequest request) {
        return switch (request) {
            case PutItemRequest put -> List.of(target(put.tableName(), keyOf(put.item())));
            case UpdateItemRequest update -> List.of(target(update.tableName(), update.key()));
            case TransactWriteItemsRequest transaction ->
                    transaction.transactItems().stream().map(this::target).toList();
            default -> List.of();
        };
    }

    private Target target(TransactWriteItem item) {
        if (item.put() != null) {
            return target(item.put().tableName(), keyOf(item.put().item()));
        }
        if (item.update() != null) {
            return target(item.update().tableName(), item.update().key());
        }
        return item.delete() != null ? target(item.delete().tableName(), item.delete().key())
                : target(item.conditionCheck().tableName(), item.conditionCheck().key());
    }

    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of("PK", item.get("PK"), "SK", item.get("SK"));
    }

    private Target target(String table, Map<String, AttributeValue> key) {
        return new Target(table, key, item(table, key));
    }

    private Map<String, AttributeValue> item(String table, Map<String, AttributeValue> key) {
        return plain.getItem(get -> get.tableName(table).key(key).consistentRead(true)).item();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        boolean transaction = context.request() instanceof TransactWriteItemsRequest;
        long written = written(attributes.getAttribute(TARGETS), transaction);
        writeUnits += written;
        Double reported = reported(context.response());
        if (reported != null && reported != written) {
            throw new AssertionError("counted " + written + " write units, DynamoDB Local " + reported + " of "
                    + context.request());
        }
        readUnits += switch (context.response()) {
            case GetItemResponse got -> ItemSize.readUnits(ItemSize.of(got.item()));
            case QueryResponse found -> ItemSize.readUnits(found.items().stream().mapToLong(ItemSize::of).sum());
            default -> 0;
        };
    }

    /// A write whose condition did not hold costs what the item is large.
    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof ConditionalCheckFailedException) {
            writeUnits += written(attributes.getAttribute(TARGETS), false);
        }
    }

    private long written(@Nullable List<Target> targets, boolean transaction) {
        long units = 0;
        for (Target target : targets == null ? List.<Target>of() : targets) {
            Map<String, AttributeValue> after = item(target.table(), target.key());
            long size = Math.max(ItemSize.of(target.before()), ItemSize.of(after));
            units += (transaction ? 2 : 1) * ItemSize.writeUnits(size);
            units += indexes.computeIfAbsent(target.table(), table -> IndexUnits.of(plain, table))
                    .units(target.before(), after);
        }
        return units;
    }

    private static @Nullable Double reported(SdkResponse response) {
        return switch (response) {
            case PutItemResponse put -> put.consumedCapacity().capacityUnits();
            case UpdateItemResponse update -> update.consumedCapacity().capacityUnits();
            default -> null;
        };
    }
}
