package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.port.Bucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `inventory`: lists of the buckets.
@Command(name = "inventory", header = "Lists what is in the buckets, in S3 Inventory's layout.",
        description = {
                "Writes one report a bucket and form. Those in the home are what `query` shows as inventory; reports of S3"
                        + " itself can be copied there.",
                "With --store aws, CSV reports go to the buckets of the inventories, beside those that S3 makes every day, and the"
                        + " index is written down there for `query`."})
public final class InventoryVerb implements Callable<Integer> {
    /// The forms that can be asked for.
    enum Format {
        /// Quoted values, gzipped.
        CSV(Set.of(InventoryFormat.CSV)),
        /// Apache Parquet.
        PARQUET(Set.of(InventoryFormat.PARQUET)),
        /// A report of each.
        BOTH(Set.of(InventoryFormat.CSV, InventoryFormat.PARQUET));

        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        private final Set<InventoryFormat> formats;

        Format(Set<InventoryFormat> formats) {
            this.formats = formats;
        }
    }

    private final CommandContext context;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the reports go. Default: inventory/ in the home")
    private @Nullable Path out;

    @Option(names = "--format", paramLabel = "csv|parquet|both", defaultValue = "both",
            description = "The form of the reports. Default: ${DEFAULT-VALUE}")
    private Format format = Format.BOTH;

    @Option(names = "--bucket", paramLabel = "new|archive|rejected", description = "Only this bucket.")
    private @Nullable Bucket bucket;

    @Option(names = "--destination", paramLabel = "NAME", defaultValue = "tidemark-inventory",
            description = "The bucket that the reports are made for: manifests and symlinks name it. Default:"
                    + " ${DEFAULT-VALUE}")
    private String destination = InventoryRequest.DEFAULT.destination();

    /// The command over that context.
    public InventoryVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        InventoryRequest request = new InventoryRequest(out, destination,
                bucket == null ? Set.of(Bucket.values()) : Set.of(bucket), format.formats,
                InventoryRequest.DEFAULT.rowsPerFile());
        List<InventoryReport> reports;
        try (Tidemark tidemark = context.openBeside();
                ProgressLine progress = context.progress("listed", "records")) {
            reports = tidemark.writeInventory(request, progress);
        }
        context.show(Rows.of(reports).column("bucket", report -> Value.of(report.bucket()))
                .column("format", report -> Value.of(report.format().label()))
                .column("rows", report -> Value.of(report.rows())).column("files", report -> Value.of(report.files()))
                .column("bytes", report -> Value.of(report.bytes()))
                .column("manifest", report -> Value.of(report.manifest())));
        return ExitCodes.DONE;
    }
}
