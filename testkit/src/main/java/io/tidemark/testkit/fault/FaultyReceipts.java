package io.tidemark.testkit.fault;

import io.tidemark.core.port.Receipts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receipts whose publication meets the faults of a schedule.
public final class FaultyReceipts implements Receipts {
    private final Receipts receipts;
    private final FaultSchedule schedule;

    /// The same receipts, through the schedule.
    public FaultyReceipts(Receipts receipts, FaultSchedule schedule) {
        this.receipts = receipts;
        this.schedule = schedule;
    }

    @Override
    public List<String> list() {
        return schedule.read(receipts::list);
    }

    @Override
    public boolean publish(String id, byte[] receipt) {
        return schedule.write("publication of receipt " + id, () -> receipts.publish(id, receipt), () -> {});
    }

    @Override
    public byte @Nullable [] read(String id) {
        return schedule.<byte @Nullable []>read(() -> receipts.read(id));
    }
}
