package io.tidemark.embedded.ledger;

import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.View;
import io.tidemark.embedded.rocks.Walk;
import java.util.ArrayList;
import java.util.List;

/// The runs of changes that a generation's database keeps.
final class LedgerRuns {
    private LedgerRuns() {}

    /// Whether the database as it was opened shows every change somewhere. Opened beside its writer, it may show that runs are no
    /// longer kept and not yet the table that they went to.
    static boolean isWhole(View view) {
        return Settling.forgotten(view) <= Settling.settled(view);
    }

    /// The state with all runs that are not in the table.
    static LayeredState load(View view) {
        long settled = Settling.settled(view);
        List<StateRun> runs = new ArrayList<>();
        try (Walk walk = view.walk(LedgerTables.RUNS)) {
            for (boolean found = walk.seek(LedgerTables.position(settled + 1)); found; found = walk.next()) {
                long number = new ByteSource(walk.key(), "the number of a run").getLong();
                runs.add(StateRun.decode(number, walk.value()));
            }
        }
        return new LayeredState(view, List.copyOf(runs.reversed()));
    }
}
