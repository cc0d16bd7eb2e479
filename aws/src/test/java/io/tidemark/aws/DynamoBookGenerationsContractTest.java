package io.tidemark.aws;

import io.tidemark.testkit.contract.BookGenerationsContract;
import io.tidemark.testkit.contract.TableInstallation;
import java.nio.file.Path;

/// Holds AWS's side to [BookGenerationsContract].
class DynamoBookGenerationsContractTest extends BookGenerationsContract {
    @Override
    protected TableInstallation newInstallation(Path directory) {
        return new AwsTables();
    }
}
