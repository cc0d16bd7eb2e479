package io.tidemark.embedded.query;

import io.tidemark.testkit.contract.CatalogContract;
import io.tidemark.testkit.contract.ListedInstallation;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;

/// Holds a home to [CatalogContract].
class EmbeddedCatalogContractTest extends CatalogContract {
    @Override
    protected ListedInstallation newInstallation(Path directory, ManualClock now) {
        return new EmbeddedListed(directory, now);
    }
}
