package io.tidemark.embedded.query;

import io.tidemark.core.inventory.CatalogItems;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Queries;
import io.tidemark.embedded.inventory.InventoryWriter;
import io.tidemark.embedded.inventory.StoredReport;
import io.tidemark.embedded.inventory.VersionIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The catalog by the inventory reports of a home. Safe for use by many threads.
public final class HomeCatalog implements Catalog {
    private final Queries queries;
    private final Path inventories;
    private final Map<String, Bucket> buckets;

    /// A catalog.
    ///
    /// @param queries     answers questions over those reports, and over the index
    /// @param inventories where the reports are
    /// @param buckets     which bucket each source bucket's name stands for; others are passed over
    public HomeCatalog(Queries queries, Path inventories, Map<String, Bucket> buckets) {
        this.queries = queries;
        this.inventories = inventories;
        this.buckets = Map.copyOf(buckets);
    }

    /// The names of a home's own buckets.
    public static Map<String, Bucket> ownBuckets() {
        Map<String, Bucket> names = new TreeMap<>();
        for (Bucket bucket : Bucket.values()) {
            names.put(InventoryWriter.nameOf(bucket), bucket);
        }
        return names;
    }

    @Override
    public List<Report> reports() {
        Map<Bucket, Report> reports = new EnumMap<>(Bucket.class);
        newest().forEach(
                (bucket, report) -> reports.put(bucket, new Report(bucket, report.manifest().createdMillis())));
        return List.copyOf(reports.values());
    }

    private Map<Bucket, StoredReport> newest() {
        Map<Bucket, StoredReport> newest = new EnumMap<>(Bucket.class);
        for (StoredReport report : StoredReport.newest(inventories)) {
            Bucket bucket = buckets.get(report.manifest().sourceBucket());
            if (bucket != null) {
                newest.put(bucket, report);
            }
        }
        return newest;
    }

    @Override
    public Cursor<Item> select(Selection selection) {
        List<CatalogSql.Source> sources = new ArrayList<>();
        newest().forEach((bucket, report) -> {
            if (selection.buckets().isEmpty() || selection.buckets().contains(bucket)) {
                sources.add(new CatalogSql.Source(report.manifest().sourceBucket(), report.partition()));
            }
        });
        return new CatalogItems(sources.isEmpty() ? null : queries.query(CatalogSql.select(selection, sources)),
                name -> buckets.getOrDefault(name, Bucket.NEW), VersionIds::positionOf);
    }
}
