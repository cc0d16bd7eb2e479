package io.tidemark.testkit.fault;

import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Thaw;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Bundles whose changes meet the faults of a schedule.
public final class FaultyBundles implements LogBundles {
    private final LogBundles bundles;
    private final FaultSchedule schedule;

    /// The same bundles, through the schedule.
    public FaultyBundles(LogBundles bundles, FaultSchedule schedule) {
        this.bundles = bundles;
        this.schedule = schedule;
    }

    @Override
    public List<Bundle> list() {
        return schedule.read(bundles::list);
    }

    @Override
    public Packed pack(LedgerReader ledger, LocalDate before, LongConsumer progress, BooleanSupplier stop) {
        return schedule.write("bundles packed", () -> bundles.pack(ledger, before, progress, stop));
    }

    @Override
    public Cursor<byte[]> text(String id) {
        return schedule.read(() -> bundles.text(id));
    }

    @Override
    public List<Share> shares(long fromPosition, long toPosition) {
        return schedule.read(() -> bundles.shares(fromPosition, toPosition));
    }

    @Override
    public List<Fault> verify(String id) {
        return schedule.read(() -> bundles.verify(id));
    }

    @Override
    public Cursor<Held> lost() {
        return schedule.read(bundles::lost);
    }

    @Override
    public Cursor<Held> lost(long fromPosition, long toPosition) {
        return schedule.read(() -> bundles.lost(fromPosition, toPosition));
    }

    @Override
    public void freeze(Collection<String> ids, StorageClass storageClass) {
        schedule.write("bundles " + ids + " frozen", () -> bundles.freeze(ids, storageClass));
    }

    @Override
    public List<Bundle> thaw(Collection<String> ids, Thaw how) {
        return schedule.write("bundles " + ids + " thawed", () -> bundles.thaw(ids, how));
    }
}
