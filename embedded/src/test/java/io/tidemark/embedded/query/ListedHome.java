package io.tidemark.embedded.query;

import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.inventory.InventoryWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Inventories of an installation's buckets, and what answers questions over them, in a directory of the test's.
record ListedHome(Path directory) {
    Path inventories() {
        return directory.resolve("inventory");
    }

    void list(Stores stores, InventoryRequest request, Instant now) {
        try {
            Files.createDirectories(directory);
            Path work = Files.createTempDirectory(directory, "work");
            new InventoryWriter(stores, inventories(), request, now, work).write(Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HomeQueries queries(Stores stores) {
        return new HomeQueries(stores, inventories(), directory.resolve("query"), use -> {
            try (LedgerReader ledger = ActiveLedger.openForReading(stores)) {
                use.accept(ledger);
            }
        });
    }
}
