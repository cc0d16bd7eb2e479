package io.tidemark.aws;

import io.tidemark.testkit.contract.EventwiseInstallation;
import io.tidemark.testkit.contract.each.JudgingContract;
import java.nio.file.Path;

/// Holds AWS's stores together to [JudgingContract].
class AwsJudgingContractTest extends JudgingContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }
}
