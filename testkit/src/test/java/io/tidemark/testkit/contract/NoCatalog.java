package io.tidemark.testkit.contract;

import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.testkit.contract.NothingInstallation.NoCursor;
import java.util.List;

/// A catalog without lists.
final class NoCatalog implements Catalog {
    @Override
    public List<Report> reports() {
        return List.of();
    }

    @Override
    public Cursor<Item> select(Selection selection) {
        return new NoCursor<>();
    }
}
