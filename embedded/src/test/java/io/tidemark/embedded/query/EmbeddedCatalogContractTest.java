package io.tidemark.embedded.query;

import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedInstallation;
import io.tidemark.testkit.contract.CatalogContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [CatalogContract].
@SuppressWarnings("NullAway.Init") // set before each test, by the contract
class EmbeddedCatalogContractTest extends CatalogContract {
    private ListedHome home;

    @Override
    protected TestInstallation newInstallation(Path directory) {
        home = new ListedHome(directory.resolve("listed"));
        return new EmbeddedInstallation(directory);
    }

    @Override
    protected Catalog catalogOf(Stores stores) {
        home.list(stores, InventoryRequest.DEFAULT, clock().instant());
        return new HomeCatalog(home.queries(stores), home.inventories(), HomeCatalog.ownBuckets());
    }
}
