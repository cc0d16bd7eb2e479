package io.tidemark.aws.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A change of one item by an update expression, with a condition. Every name and value goes by a placeholder, so that no name can be
/// a reserved word. Not thread-safe.
final class Write {
    private final String table;
    private final Map<String, AttributeValue> key;
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    private String members = "";

    private Write(String table, Map<String, AttributeValue> key) {
        this.table = table;
        this.key = key;
    }

    static Write to(String table, String pk, String sk) {
        return new Write(table, Item.keyed(pk, sk).attributes());
    }

    private String name(String attribute) {
        String placeholder = "#" + attribute;
        names.put(placeholder, attribute);
        return placeholder;
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    /// Sets every attribute of an item but its keys.
    Write set(Item item) {
        item.attributes().forEach((attribute, value) -> set(attribute, value));
        return this;
    }

    Write set(String attribute, AttributeValue value) {
        sets.add(name(attribute) + " = " + value(value));
        return this;
    }

    /// Sets every attribute of an item that is not there yet.
    Write setIfAbsent(Item item) {
        item.attributes().forEach((attribute, value) -> {
            String name = name(attribute);
            sets.add(name + " = if_not_exists(" + name + ", " + value(value) + ")");
        });
        return this;
    }

    Write append(String attribute, String text) {
        String name = name(attribute);
        sets.add(name + " = list_append(if_not_exists(" + name + ", " + value(AttributeValue.fromL(List.of())) + "), "
                + value(AttributeValue.fromL(List.of(AttributeValue.fromS(text)))) + ")");
        return this;
    }

    /// Adds a text to a set, or takes it out.
    Write member(String attribute, String text, boolean in) {
        members = (in ? " ADD " : " DELETE ") + name(attribute) + " " + value(AttributeValue.fromSs(List.of(text)));
        return this;
    }

    Write remove(String... attributes) {
        for (String attribute : attributes) {
            removes.add(name(attribute));
        }
        return this;
    }

    /// Only while the attribute has that value, or is not there where the value is null.
    Write when(String attribute, @Nullable AttributeValue value) {
        conditions.add(value == null ? "attribute_not_exists(" + name(attribute) + ")"
                : name(attribute) + " = " + value(value));
        return this;
    }

    /// Only while the record has that revision.
    Write whenRevision(long revision) {
        return when(IndexItems.REVISION, revision == 0 ? null : AttributeValue.fromN(Long.toString(revision)));
    }

    private String update() {
        String set = sets.isEmpty() ? "" : "SET " + String.join(", ", sets);
        return (removes.isEmpty() ? set : set + " REMOVE " + String.join(", ", removes)) + members;
    }

    private @Nullable String condition() {
        return conditions.isEmpty() ? null : String.join(" AND ", conditions);
    }

    TransactWriteItem inTransaction() {
        return TransactWriteItem.builder().update(update -> update.tableName(table).key(key)
                .updateExpression(update()).conditionExpression(condition()).expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values)).build();
    }

    /// Only the condition: nothing is changed.
    TransactWriteItem check() {
        return TransactWriteItem.builder().conditionCheck(check -> check.tableName(table).key(key)
                .conditionExpression(condition()).expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values)).build();
    }

    UpdateItemRequest.Builder alone() {
        return UpdateItemRequest.builder().tableName(table).key(key).updateExpression(update())
                .conditionExpression(condition()).expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values);
    }
}
