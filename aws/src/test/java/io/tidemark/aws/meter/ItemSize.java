package io.tidemark.aws.meter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The size of an item as DynamoDB counts it: names and values in UTF-8, two digits of a number in a byte.
final class ItemSize {
    private static final int WRITE_UNIT = 1024;
    private static final int READ_UNIT = 4096;
    private static final int COLLECTION = 3;

    private ItemSize() {}

    static long of(Map<String, AttributeValue> item) {
        long size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            size += attribute.getKey().getBytes(UTF_8).length + of(attribute.getValue());
        }
        return size;
    }

    private static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().getBytes(UTF_8).length;
            case N -> (value.n().length() + 1) / 2 + 1;
            case BOOL, NUL -> 1;
            case SS -> value.ss().stream().mapToLong(text -> text.getBytes(UTF_8).length).sum();
            case M -> COLLECTION + value.m().size() + of(value.m());
            case L -> COLLECTION + value.l().stream().mapToLong(one -> 1 + of(one)).sum();
            default -> throw new IllegalArgumentException("no item of ours has a " + value.type());
        };
    }

    /// The units of writing so many bytes: at least one.
    static long writeUnits(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, WRITE_UNIT));
    }

    /// The units of reading so many bytes with strong consistency: at least one, even where nothing is there.
    static long readUnits(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, READ_UNIT));
    }
}
