package io.tidemark.aws;

import io.tidemark.testkit.contract.ControlItemContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [ControlItemContract].
class DynamoControlItemContractTest extends ControlItemContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new AwsInstallation();
    }
}
