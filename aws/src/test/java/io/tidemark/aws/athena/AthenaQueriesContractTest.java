package io.tidemark.aws.athena;

import io.tidemark.testkit.contract.ListedInstallation;
import io.tidemark.testkit.contract.QueriesContract;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;

/// Holds questions asked with Athena to [QueriesContract].
class AthenaQueriesContractTest extends QueriesContract {
    @Override
    protected ListedInstallation newInstallation(Path directory, ManualClock now) {
        return new AwsListed(now);
    }
}
