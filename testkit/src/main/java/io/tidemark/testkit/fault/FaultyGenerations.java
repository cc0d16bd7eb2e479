package io.tidemark.testkit.fault;

import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import java.util.List;

/// Generations whose making, removal and writing meet the faults of a schedule.
public final class FaultyGenerations implements Generations {
    private final Generations generations;
    private final FaultSchedule schedule;

    /// The same generations, through the schedule.
    public FaultyGenerations(Generations generations, FaultSchedule schedule) {
        this.generations = generations;
        this.schedule = schedule;
    }

    @Override
    public List<String> list() {
        return schedule.read(generations::list);
    }

    @Override
    public LedgerStore create(String generation) {
        // When the fault comes afterwards nobody else will close what was opened.
        LedgerStore[] created = new LedgerStore[1];
        try {
            return new FaultyLedgerStore(schedule.write("making of " + generation, () -> {
                LedgerStore ledger = generations.create(generation);
                created[0] = ledger;
                return ledger;
            }), schedule);
        } catch (SimulatedCrash | RuntimeException e) {
            if (created[0] != null) {
                created[0].close();
            }
            throw e;
        }
    }

    @Override
    public LedgerStore open(String generation) {
        return new FaultyLedgerStore(schedule.read(() -> generations.open(generation)), schedule);
    }

    @Override
    public LedgerReader openForReading(String generation) {
        return schedule.read(() -> generations.openForReading(generation));
    }

    @Override
    public void delete(String generation) {
        schedule.write("removal of " + generation, () -> generations.delete(generation));
    }
}
