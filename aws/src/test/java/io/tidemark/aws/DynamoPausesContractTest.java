package io.tidemark.aws;

import io.tidemark.testkit.contract.PausesContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [PausesContract].
class DynamoPausesContractTest extends PausesContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }
}
