package io.tidemark.embedded.query;

import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedInstallation;
import io.tidemark.testkit.contract.ListedInstallation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

/// A home, and inventories of its buckets, for one test.
final class EmbeddedListed implements ListedInstallation {
    private final EmbeddedInstallation installation;
    private final ListedHome home;
    private final Stores stores;
    private final InstantSource clock;

    EmbeddedListed(Path directory, InstantSource clock) {
        home = new ListedHome(directory.resolve("listed"));
        installation = new EmbeddedInstallation(directory);
        stores = installation.open(clock);
        this.clock = clock;
    }

    @Override
    public void put(List<NewAttempt> attempts) {
        stores.log().put(attempts);
    }

    @Override
    public void process() {
        try (Processor processor = new Processor(stores, ActiveLedger.open(stores, () -> "g1"),
                FoldRun.Options.DEFAULT)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        }
    }

    @Override
    public Bundles bundle(LocalDate before) {
        try (LedgerStore ledger = ActiveLedger.open(stores, () -> "g1");
                Processor processor = new Processor(stores, ledger, FoldRun.Options.DEFAULT)) {
            Expiry.run(stores, processor, ledger, Long.MAX_VALUE, Progress.NONE, () -> false);
            stores.bundles().pack(ledger, before, _ -> {}, () -> false);
        }
        return stores.bundles();
    }

    @Override
    public void list() {
        home.list(stores, InventoryRequest.DEFAULT, clock.instant());
    }

    @Override
    public Catalog catalog() {
        return new HomeCatalog(home.queries(stores), home.inventories(), HomeCatalog.ownBuckets());
    }

    @Override
    public Queries queries() {
        return home.queries(stores);
    }

    @Override
    public void close() {
        installation.close();
    }
}
