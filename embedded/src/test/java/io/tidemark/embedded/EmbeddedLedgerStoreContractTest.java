package io.tidemark.embedded;

import io.tidemark.testkit.contract.LedgerStoreContract;
import io.tidemark.testkit.contract.TestInstallation;
import java.nio.file.Path;

/// Holds a home to [LedgerStoreContract].
class EmbeddedLedgerStoreContractTest extends LedgerStoreContract {
    @Override
    protected TestInstallation newInstallation(Path directory) {
        return new EmbeddedInstallation(directory);
    }
}
