package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.BookGenerations.WentBack;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items beside the control item that tell which generations were made as of a moment. Thread-safe.
final class WentBackItems {
    private static final String NOTES = "BACK#";

    private final DynamoDbClient client;
    private final String table;

    WentBackItems(DynamoDbClient client, TableNames first) {
        this.client = client;
        table = first.objects();
    }

    List<WentBack> all() {
        Map<String, AttributeValue> values = Map.of(":pk", AttributeValue.fromS(DynamoControl.PARTITION), ":sk",
                AttributeValue.fromS(NOTES));
        try {
            return client.queryPaginator(query -> query.tableName(table)
                    .keyConditionExpression("PK = :pk AND begins_with(SK, :sk)").expressionAttributeValues(values)
                    .consistentRead(true)).items().stream().map(Item::of).map(WentBackItems::read).toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read the control item in " + table);
        }
    }

    private static WentBack read(Item item) {
        return new WentBack(item.text(Item.SK).substring(NOTES.length()), item.optional("From"), micros(item, "To"),
                micros(item, "MadeAt"));
    }

    private static long micros(Item item, String name) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(item.text(name)));
    }

    void put(WentBack generation) {
        Item item = keyed(generation.generation()).text("From", generation.from())
                .moment("To", moment(generation.toMicros())).moment("MadeAt", moment(generation.madeMicros()));
        try {
            client.putItem(put -> put.tableName(table).item(item.attributes()));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write the control item in " + table);
        }
    }

    void remove(String generation) {
        try {
            client.deleteItem(delete -> delete.tableName(table).key(keyed(generation).attributes()));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write the control item in " + table);
        }
    }

    private static Item keyed(String generation) {
        return Item.keyed(DynamoControl.PARTITION, NOTES + generation);
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
