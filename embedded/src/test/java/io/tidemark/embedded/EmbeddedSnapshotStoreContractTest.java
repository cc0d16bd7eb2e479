package io.tidemark.embedded;

import io.tidemark.testkit.contract.SnapshotStoreContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [SnapshotStoreContract].
class EmbeddedSnapshotStoreContractTest extends SnapshotStoreContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
