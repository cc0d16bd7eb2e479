package io.tidemark.aws;

import io.tidemark.testkit.contract.BundledInstallation;
import io.tidemark.testkit.contract.BundlesContract;
import java.nio.file.Path;

/// Holds AWS's side to [BundlesContract].
class S3BundlesContractTest extends BundlesContract {
    @Override
    protected BundledInstallation newInstallation(Path directory) {
        return new AwsBundled();
    }
}
