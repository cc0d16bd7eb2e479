package io.tidemark.embedded.query;

import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedInstallation;
import io.tidemark.testkit.contract.QueriesContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [QueriesContract].
@SuppressWarnings("NullAway.Init") // set before each test, by the contract
class EmbeddedQueriesContractTest extends QueriesContract {
    private ListedHome home;

    @Override
    protected TestInstallation newInstallation(Path directory) {
        home = new ListedHome(directory.resolve("listed"));
        return new EmbeddedInstallation(directory);
    }

    @Override
    protected Queries queriesOf(Stores stores) {
        home.list(stores, InventoryRequest.DEFAULT, clock().instant());
        return home.queries(stores);
    }
}
