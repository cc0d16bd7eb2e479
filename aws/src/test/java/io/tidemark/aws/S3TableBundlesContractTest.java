package io.tidemark.aws;

import io.tidemark.testkit.contract.BundledTables;
import io.tidemark.testkit.contract.TableBundlesContract;
import java.nio.file.Path;

/// Holds AWS's side to [TableBundlesContract].
class S3TableBundlesContractTest extends TableBundlesContract {
    @Override
    protected BundledTables newInstallation(Path directory) {
        return new AwsBundled();
    }
}
