package io.tidemark.aws;

import io.tidemark.testkit.contract.BackupsContract;
import io.tidemark.testkit.contract.TableInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [BackupsContract].
class DynamoBackupsContractTest extends BackupsContract {
    @Override
    protected TableInstallation newInstallation(Path directory) {
        return new AwsTables();
    }
}
