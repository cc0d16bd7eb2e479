package io.tidemark.testkit.contract;

import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.TransactionQueue.Delivery;
import java.time.InstantSource;

/// One installation of the stores for processing one event at a time, for one test. Used by one thread.
public interface EventwiseInstallation extends AutoCloseable {
    /// Opens the installation: empty the first time, afterwards with what is stored in it. What was opened before is closed first.
    ///
    /// @param clock what times are taken from, where the store does not keep time itself
    EventwiseStores open(InstantSource clock);

    /// Sees to it that the time of a delivery that was taken is up.
    void timeOut(Delivery delivery);

    /// Closes what is open and lets go of all else.
    @Override
    void close();
}
