package io.tidemark.embedded.ledger;

import io.tidemark.embedded.rocks.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of a ledger: runs of changes that are not in the state table yet, over the table.
///
/// @param view the database
/// @param runs the runs, the newest first; never changed
record LayeredState(View view, List<StateRun> runs) {
    /// The value of a key, or null when it has none.
    byte @Nullable [] get(byte[] key) {
        for (StateRun run : runs) {
            byte[] value = run.get(key);
            if (value != null) {
                return StateRun.isRemoval(value) ? null : value;
            }
        }
        return view.get(LedgerTables.STATE, key);
    }

    /// Walks over all keys; begins nowhere.
    StateWalk walk() {
        TableWalk table = new TableWalk(view.walk(LedgerTables.STATE));
        if (runs.isEmpty()) {
            return table;
        }
        List<StateWalk> layers = new ArrayList<>();
        runs.forEach(run -> layers.add(new RunWalk(run)));
        layers.add(table);
        return new LayeredWalk(layers, false);
    }
}
