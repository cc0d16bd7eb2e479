package io.tidemark.aws.athena;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.AthenaSql;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Queries;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Selects attempts with Athena. Safe for use by many threads.
final class AthenaCatalog implements Catalog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS",
            Locale.ROOT);

    private final AthenaTables tables;

    AthenaCatalog(AthenaTables tables) {
        this.tables = tables;
    }

    @Override
    public List<Report> reports() {
        return tables.reports().stream()
                .map(report -> new Report(report.bucket(), report.manifest().createdMillis())).toList();
    }

    @Override
    public Cursor<Item> select(Selection selection) {
        List<AthenaSql.Report> listed = tables.reports().stream()
                .filter(report -> selection.buckets().isEmpty() || selection.buckets().contains(report.bucket()))
                .toList();
        if (listed.isEmpty()) {
            return new Items(null);
        }
        String sql = CatalogSql.select(selection, listed.stream().map(
                report -> new CatalogSql.Source(AthenaSql.nameOf(report.bucket()), report.partition().dt())).toList());
        return new Items(tables.ask(Question.of(sql), listed, Long.MAX_VALUE));
    }

    private static final class Items implements Cursor<Item> {
        private final Queries.@Nullable Answer answer;

        Items(Queries.@Nullable Answer answer) {
            this.answer = answer;
        }

        @Override
        public @Nullable Item next() {
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

        private static Item item(EventKey key, List<@Nullable Object> row) {
            Bucket bucket = Bucket.valueOf(text(row, 0).toUpperCase(Locale.ROOT));
            long arrival = LocalDateTime.parse(text(row, 3), TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
            long size = row.get(4) instanceof Long bytes ? bytes : 0;
            return new Item(key, text(row, 2), bucket, arrival, size, text(row, 5), null);
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
}
