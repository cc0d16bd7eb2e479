package io.tidemark.embedded.ledger;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
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
        return Settling.Mark.forgotten(view).run() <= Settling.Mark.settled(view).run();
    }

    /// The state with all runs that are not in the table.
    static LayeredState load(View view) {
        Settling.Mark settled = Settling.Mark.settled(view);
        long position = LedgerMark.read(view).summary().position();
        if (settled.position() > position) {
            throw new StorageException(Kind.DAMAGED, "the ledger has lost commits that had been on disk, from position "
                    + (position + 1) + " to " + settled.position());
        }
        List<StateRun> runs = new ArrayList<>();
        try (Walk walk = view.walk(LedgerTables.RUNS)) {
            for (boolean found = walk.seek(LedgerTables.position(settled.run() + 1)); found; found = walk.next()) {
                long number = new ByteSource(walk.key(), "the number of a run").getLong();
                runs.add(StateRun.decode(number, walk.value()));
            }
        }
        return new LayeredState(view, List.copyOf(runs.reversed()));
    }
}
