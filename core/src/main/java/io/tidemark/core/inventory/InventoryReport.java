package io.tidemark.core.inventory;

/// A report that was made.
///
/// @param bucket   the source bucket's name
/// @param format   its form
/// @param rows     how many versions it lists
/// @param files    how many files they are in
/// @param bytes    how large those are together
/// @param manifest where its manifest is
public record InventoryReport(String bucket, InventoryFormat format, long rows, int files, long bytes,
        String manifest) {}
