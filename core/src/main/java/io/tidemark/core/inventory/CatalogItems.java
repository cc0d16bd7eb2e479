package io.tidemark.core.inventory;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Queries;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows that a store answers [CatalogSql#select] with, as items of the catalog. Objects whose keys are no event keys are passed over. Not
/// thread-safe.
public final class CatalogItems implements Cursor<Catalog.Item> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS",
            Locale.ROOT);

    private final Queries.@Nullable Answer answer;
    private final Function<String, Bucket> buckets;
    private final Function<String, @Nullable Long> positions;

    /// The items of an answer, which is closed with them.
    ///
    /// @param answer    the rows, or null for none
    /// @param buckets   which bucket a row's `bucket` stands for
    /// @param positions the position that a version tells, or null where it tells none
    public CatalogItems(Queries.@Nullable Answer answer, Function<String, Bucket> buckets,
            Function<String, @Nullable Long> positions) {
        this.answer = answer;
        this.buckets = buckets;
        this.positions = positions;
    }

    @Override
    public Catalog.@Nullable Item next() {
        if (answer == null) {
            return null;
        }
        for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
            EventKey key = EventKey.parse(text(row, 1));
            if (key != null) {
                return item(key, row);
            }
        }
        return null;
    }

    private Catalog.Item item(EventKey key, List<@Nullable Object> row) {
        String version = text(row, 2);
        long arrival = LocalDateTime.parse(text(row, 3), TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
        long size = row.get(4) instanceof Long bytes ? bytes : 0;
        return new Catalog.Item(key, version, buckets.apply(text(row, 0)), arrival, size, text(row, 5),
                positions.apply(version));
    }

    private static String text(List<@Nullable Object> row, int column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }

    @Override
    public void close() {
        if (answer != null) {
            answer.close();
        }
    }
}
