package io.tidemark.aws.table;

import io.tidemark.core.port.StorageException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The attributes of an item, being collected or being read. Not thread-safe.
final class Item {
    /// The partition key of every table.
    static final String PK = "PK";
    /// The sort key of every table.
    static final String SK = "SK";

    private final Map<String, AttributeValue> attributes;

    private Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    static Item keyed(String pk, String sk) {
        return new Item(new HashMap<>()).text(PK, pk).text(SK, sk);
    }

    static Item empty() {
        return new Item(new HashMap<>());
    }

    static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes);
    }

    Map<String, AttributeValue> attributes() {
        return attributes;
    }

    Item text(String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, AttributeValue.fromS(value));
        }
        return this;
    }

    Item number(String name, long value) {
        attributes.put(name, AttributeValue.fromN(Long.toString(value)));
        return this;
    }

    /// An amount of money: a number of whole units with decimals, as people and the lab write it.
    Item cents(String name, long cents) {
        attributes.put(name, AttributeValue.fromN(BigDecimal.valueOf(cents, 2).toPlainString()));
        return this;
    }

    Item flag(String name, boolean value) {
        attributes.put(name, AttributeValue.fromBool(value));
        return this;
    }

    /// A moment as the lab keeps it: `YYYYMMDD` and `HHMMSS` as numbers, in UTC.
    Item dateTime(String prefix, long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        number(prefix + "Date", time.getYear() * 10_000L + time.getMonthValue() * 100L + time.getDayOfMonth());
        return number(prefix + "Time", time.getHour() * 10_000L + time.getMinute() * 100L + time.getSecond());
    }

    long epochSecond(String prefix) {
        long date = number(prefix + "Date");
        long time = number(prefix + "Time");
        return LocalDateTime.of((int) (date / 10_000), (int) (date / 100 % 100), (int) (date % 100),
                (int) (time / 10_000), (int) (time / 100 % 100), (int) (time % 100)).toEpochSecond(ZoneOffset.UTC);
    }

    Item moment(String name, Instant moment) {
        return text(name, moment.toString());
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    String text(String name) {
        String text = optional(name);
        if (text == null) {
            throw damaged(name);
        }
        return text;
    }

    @Nullable
    String optional(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : value.s();
    }

    long number(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || value.n() == null) {
            throw damaged(name);
        }
        return whole(name, new BigDecimal(value.n()));
    }

    long numberOr(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    long cents(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || value.n() == null) {
            throw damaged(name);
        }
        return whole(name, new BigDecimal(value.n()).movePointRight(2));
    }

    private long whole(String name, BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw damaged(name);
        }
    }

    boolean flag(String name) {
        AttributeValue value = attributes.get(name);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    List<String> texts(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? List.of() : value.l().stream().map(AttributeValue::s).toList();
    }

    /// Whether a table that was given this item shows those attributes: a number is shown without zeros behind the decimal point.
    boolean isStoredAs(Map<String, AttributeValue> stored) {
        return attributes.keySet().equals(stored.keySet()) && attributes.entrySet().stream()
                .allMatch(each -> isShownAs(each.getValue(), stored.get(each.getKey())));
    }

    private static boolean isShownAs(AttributeValue given, @Nullable AttributeValue stored) {
        if (stored == null || stored.n() == null || given.n() == null) {
            return given.equals(stored);
        }
        return new BigDecimal(given.n()).compareTo(new BigDecimal(stored.n())) == 0;
    }

    private StorageException damaged(String name) {
        return new StorageException(StorageException.Kind.DAMAGED, "the item " + attributes.get(PK) + " "
                + attributes.get(SK) + " has no " + name + " of the kind it should have");
    }
}
