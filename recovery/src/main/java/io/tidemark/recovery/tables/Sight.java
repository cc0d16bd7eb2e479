package io.tidemark.recovery.tables;

import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Situation;
import java.util.List;

/// How an installation is found: what the control item says, and which tables are there.
///
/// @param control     what the control item says; the state before anything was processed where it is lost
/// @param controlLost whether the place of the control item is not there
/// @param accounts    whether the accounts' table of the generation in force is there
/// @param index       whether its index is
/// @param unfinished  generations that recoveries left behind before they were put in force; none where the control item is lost,
///                    because then nothing tells which one was in force
record Sight(ControlItem.State control, boolean controlLost, boolean accounts, boolean index,
        List<String> unfinished) {
    static Sight of(TableStores stores) {
        ControlItem.State control;
        boolean lost = false;
        try {
            control = stores.control().read();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.MISSING) {
                throw e;
            }
            control = ControlItem.State.INITIAL;
            lost = true;
        }
        BookContents contents = stores.generations().contents(control.generation());
        String inForce = control.generation();
        List<String> unfinished = lost ? List.of()
                : stores.generations().list().stream().filter(name -> inForce == null || name.compareTo(inForce) > 0)
                        .toList();
        return new Sight(control, lost, contents.hasAccounts(), contents.hasIndex(), unfinished);
    }

    /// What the situation comes to.
    Situation situation(long attempts) {
        Situation.Kind kind;
        String description;
        if (!accounts || !index) {
            kind = Situation.Kind.LOST;
            description = accounts ? "the index is lost"
                    : index ? "the table of accounts is lost" : "both tables are lost";
        } else if (control.inDoubt() != null) {
            kind = Situation.Kind.IN_DOUBT;
            description = "the tables are in doubt: " + control.inDoubt();
        } else {
            kind = attempts == 0 ? Situation.Kind.UNBORN : Situation.Kind.FINE;
            description = attempts == 0 ? "nothing was put yet" : "the tables can be used";
        }
        return new Situation(kind, description, control.generation(), null, control.pausedAt());
    }
}
