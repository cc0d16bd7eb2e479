package io.tidemark.aws;

import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.TransactionQueue.Delivery;
import io.tidemark.testkit.contract.AttemptStoreContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.file.Path;
import java.time.InstantSource;

/// Holds single objects and bundles together to [AttemptStoreContract].
class BundledAttemptsContractTest extends AttemptStoreContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        AwsEventwise parts = new AwsEventwise();
        return new EventwiseInstallation() {
            @Override
            public EventwiseStores open(InstantSource clock) {
                EventwiseStores stores = parts.open(clock);
                return new EventwiseStores(parts.bundles(LocalServers.s3(), clock).readable(), stores.book(),
                        stores.queue(), stores.pauses());
            }

            @Override
            public void timeOut(Delivery delivery) {
                parts.timeOut(delivery);
            }

            @Override
            public void close() {
                parts.close();
            }
        };
    }
}
