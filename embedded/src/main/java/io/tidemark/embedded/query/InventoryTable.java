package io.tidemark.embedded.query;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.embedded.duckdb.DuckDb;
import io.tidemark.embedded.inventory.StoredReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `inventory`: the newest complete report of each bucket.
final class InventoryTable implements TableSource {
    private static final Queries.Table TABLE = describe();

    private final Path directory;

    InventoryTable(Path directory) {
        this.directory = directory;
    }

    private static Queries.Table describe() {
        List<Queries.Column> columns = new ArrayList<>();
        for (InventoryColumn column : InventoryColumn.values()) {
            columns.add(TableSource.column(column.column(), switch (column.kind()) {
                case TEXT -> "VARCHAR";
                case WHOLE -> "BIGINT";
                case TRUTH -> "BOOLEAN";
                case TIME -> "TIMESTAMP";
            }, "S3 Inventory's " + column.label()));
        }
        columns.add(TableSource.column("dt", "VARCHAR", "when the report was begun: YYYY-MM-DD-HH-MM, UTC"));
        return new Queries.Table("inventory",
                "one version of an object in a bucket, by the newest report of that bucket",
                columns);
    }

    /// The reports that the table is made from.
    List<StoredReport> reports() {
        return StoredReport.newest(directory);
    }

    @Override
    public Queries.Table table() {
        return TABLE;
    }

    @Override
    public String state(@Nullable LedgerReader ledger) {
        String checksums = reports().stream().map(StoredReport::checksum).collect(Collectors.joining("|"));
        return Sha256.of(checksums.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 32);
    }

    @Override
    public void make(DuckDb db, String database, @Nullable LedgerReader ledger) {
        TableSource.create(db, database, TABLE);
        for (StoredReport report : reports()) {
            db.run("INSERT INTO " + database + "." + TABLE.name() + " " + report.select());
        }
    }
}
