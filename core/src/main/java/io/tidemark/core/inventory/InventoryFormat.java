package io.tidemark.core.inventory;

/// The forms in which inventories are delivered.
public enum InventoryFormat {
    /// Quoted comma-separated values without a header, gzipped; keys are URL-encoded.
    CSV("CSV", ".csv.gz"),
    /// Apache Parquet.
    PARQUET("Parquet", ".parquet"),
    /// Apache ORC: delivered on request, and read by nothing here.
    ORC("ORC", ".orc");

    private final String label;
    private final String suffix;

    InventoryFormat(String label, String suffix) {
        this.label = label;
        this.suffix = suffix;
    }

    /// Its name in a manifest.
    public String label() {
        return label;
    }

    /// What the names of its files end with.
    public String suffix() {
        return suffix;
    }
}
