package io.tidemark.core.inventory;

import io.tidemark.core.port.Bucket;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which reports to make, and where.
///
/// @param directory   where the reports go, or null for the place where queries look for them
/// @param destination the bucket that they are made for: its name stands in manifests and symlinks
/// @param buckets     the buckets to list
/// @param formats     the forms to write, CSV and Parquet; one report each
/// @param rowsPerFile how many rows a file has at most, from 1
public record InventoryRequest(@Nullable Path directory, String destination, Set<Bucket> buckets,
        Set<InventoryFormat> formats, int rowsPerFile) {
    /// All buckets in both forms, for the queries of this machine.
    public static final InventoryRequest DEFAULT = new InventoryRequest(null, "tidemark-inventory",
            Set.of(Bucket.values()), Set.of(InventoryFormat.CSV, InventoryFormat.PARQUET), 1_000_000);

    /// A request with copies of those sets.
    public InventoryRequest {
        buckets = Set.copyOf(buckets);
        formats = Set.copyOf(formats);
        if (rowsPerFile < 1) {
            throw new IllegalArgumentException("a file has at least one row: " + rowsPerFile);
        }
    }
}
