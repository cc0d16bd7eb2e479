package io.tidemark.testkit.contract;

import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import java.time.LocalDate;
import java.util.List;

/// Takes everything, lists nothing, finds nothing.
final class NothingListed implements ListedInstallation {
    @Override
    public void put(List<NewAttempt> attempts) {}

    @Override
    public void process() {}

    @Override
    public Bundles bundle(LocalDate before) {
        return new NothingTables.NoTableBundles();
    }

    @Override
    public void list() {}

    @Override
    public Catalog catalog() {
        return new NoCatalog();
    }

    @Override
    public Queries queries() {
        return new NoQueries();
    }

    @Override
    public void close() {}
}
