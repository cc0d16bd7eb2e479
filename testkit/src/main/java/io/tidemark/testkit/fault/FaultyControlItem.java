package io.tidemark.testkit.fault;

import io.tidemark.core.port.ControlItem;

/// A control item whose updates meet the faults of a schedule.
public final class FaultyControlItem implements ControlItem {
    private final ControlItem item;
    private final FaultSchedule schedule;

    /// The same item, through the schedule.
    public FaultyControlItem(ControlItem item, FaultSchedule schedule) {
        this.item = item;
        this.schedule = schedule;
    }

    @Override
    public State read() {
        return schedule.read(item::read);
    }

    @Override
    public void update(State expected, State next) {
        schedule.write("update of the control item", () -> item.update(expected, next));
    }
}
