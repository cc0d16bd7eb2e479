package io.tidemark.testkit.fault;

import io.tidemark.core.port.Stores;

/// Decorates all stores of an installation with one schedule.
public final class FaultyStores {
    private FaultyStores() {}

    /// The same stores, through the schedule.
    public static Stores of(Stores stores, FaultSchedule schedule) {
        return new Stores(new FaultyEventLog(stores.log(), schedule), new FaultyBuckets(stores.buckets(), schedule),
                new FaultyBundles(stores.bundles(), schedule), new FaultyControlItem(stores.control(), schedule),
                new FaultyGenerations(stores.generations(), schedule),
                new FaultySnapshotStore(stores.snapshots(), schedule),
                new FaultyReceipts(stores.receipts(), schedule));
    }
}
