package io.tidemark.aws.athena;

import io.tidemark.testkit.contract.CatalogContract;
import io.tidemark.testkit.contract.ListedInstallation;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;

/// Holds the lists on S3, asked with Athena, to [CatalogContract].
class AthenaCatalogContractTest extends CatalogContract {
    @Override
    protected ListedInstallation newInstallation(Path directory, ManualClock now) {
        return new AwsListed(now);
    }
}
