package io.tidemark.aws.meter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// What a change of an item writes in the indexes of its table.
final class IndexUnits {
    private final List<Index> indexes;

    /// @param keys      the attributes that an item must have to be in the index
    /// @param projected those that the index has of it, or null for all
    private record Index(Set<String> keys, @Nullable Set<String> projected) {
        @Nullable
        Map<String, AttributeValue> imageOf(Map<String, AttributeValue> item) {
            if (!item.keySet().containsAll(keys)) {
                return null;
            }
            Map<String, AttributeValue> image = new HashMap<>(item);
            if (projected != null) {
                image.keySet().retainAll(projected);
            }
            return image;
        }

        long units(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
            Map<String, AttributeValue> from = imageOf(before);
            Map<String, AttributeValue> to = imageOf(after);
            if (from == null || to == null) {
                return (from == null ? 0 : ItemSize.writeUnits(ItemSize.of(from)))
                        + (to == null ? 0 : ItemSize.writeUnits(ItemSize.of(to)));
            }
            if (from.equals(to)) {
                return 0;
            }
            boolean moves = keys.stream().anyMatch(key -> !Objects.equals(from.get(key), to.get(key)));
            long units = ItemSize.writeUnits(Math.max(ItemSize.of(from), ItemSize.of(to)));
            // An entry that moves is taken out in one place and put in another.
            return moves ? 2 * units : units;
        }
    }

    private IndexUnits(List<Index> indexes) {
        this.indexes = indexes;
    }

    static IndexUnits of(DynamoDbClient client, String table) {
        TableDescription description = client.describeTable(describe -> describe.tableName(table)).table();
        Set<String> own = names(description.keySchema());
        return new IndexUnits(description.globalSecondaryIndexes().stream().map(index -> {
            Set<String> keys = names(index.keySchema());
            Set<String> projected = new HashSet<>(own);
            projected.addAll(keys);
            return new Index(keys,
                    index.projection().projectionType() == ProjectionType.ALL ? null : projected);
        }).toList());
    }

    private static Set<String> names(List<KeySchemaElement> keys) {
        Set<String> names = new HashSet<>();
        keys.forEach(key -> names.add(key.attributeName()));
        return names;
    }

    /// @param before the item as it was, empty where it was not there
    /// @param after  the item as it is
    long units(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        return indexes.stream().mapToLong(index -> index.units(before, after)).sum();
    }
}
