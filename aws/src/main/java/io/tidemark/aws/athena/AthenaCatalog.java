package io.tidemark.aws.athena;

import io.tidemark.core.inventory.AthenaSql;
import io.tidemark.core.inventory.CatalogItems;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Queries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Selects attempts with Athena. Safe for use by many threads.
final class AthenaCatalog implements Catalog {
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
            return items(null);
        }
        String sql = CatalogSql.select(selection, listed.stream().map(
                report -> new CatalogSql.Source(AthenaSql.nameOf(report.bucket()), report.partition().dt())).toList());
        return items(tables.ask(Question.of(sql), listed, Long.MAX_VALUE));
    }

    private static CatalogItems items(Queries.@Nullable Answer answer) {
        return new CatalogItems(answer, name -> Bucket.valueOf(name.toUpperCase(Locale.ROOT)), _ -> null);
    }
}
