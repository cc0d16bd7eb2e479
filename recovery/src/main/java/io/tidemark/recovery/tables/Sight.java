package io.tidemark.recovery.tables;

import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.Situation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an installation is found: what the control item says, and which tables are there.
///
/// @param control     what the control item says; the state before anything was processed where it is lost
/// @param controlLost whether what the control item said is lost: its place is not there, or was made again by a recovery that has not ended
/// @param accounts    whether the accounts' table of the generation in force is there
/// @param index       whether its index is
/// @param unfinished  generations that recoveries left behind before they were put in force; none where the control item is lost,
///                    because then nothing tells which one was in force
/// @param begun       the newest of these, where both its tables are there: what was written to them need not be written again; null when
///                    there is none
record Sight(ControlItem.State control, boolean controlLost, boolean accounts, boolean index,
        List<String> unfinished, @Nullable String begun) {
    private static final String MADE_AGAIN = "the control item was lost, and made again by a recovery that has not ended";

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
        lost |= control.generation() == null && MADE_AGAIN.equals(control.inDoubt());
        BookContents contents = stores.generations().contents(control.generation());
        String inForce = control.generation();
        List<String> unfinished = lost ? List.of()
                : stores.generations().list().stream().filter(name -> inForce == null || name.compareTo(inForce) > 0)
                        .toList();
        // The control item stood in the first index, which is lost with it.
        return new Sight(control, lost, contents.hasAccounts(), !lost && contents.hasIndex(), unfinished,
                unfinished.isEmpty() ? null : whole(stores, unfinished.getLast()));
    }

    /// The same with a place for the control item, which says that it was made again: until a recovery has ended, whoever comes next finds the
    /// control item as lost as it is.
    Sight withControl(TableStores stores) {
        stores.generations().ensureControl();
        ControlItem.State found = stores.control().read();
        ControlItem.State marked = found.withInDoubt(MADE_AGAIN);
        if (!marked.equals(found)) {
            stores.control().update(found, marked);
        }
        return new Sight(marked, true, accounts, index, unfinished, begun);
    }

    private static @Nullable String whole(TableStores stores, String generation) {
        BookContents contents = stores.generations().contents(generation);
        return contents.hasAccounts() && contents.hasIndex() ? generation : null;
    }

    /// The unfinished generation that a recovery from a base goes on with, or null when with none. A copy is restored anew: what one had
    /// changed of it would be taken for what the copy tells.
    @Nullable
    String resumable(Plan.Base base) {
        return base.backup() == null ? begun : null;
    }

    /// The unfinished generations that go first.
    List<String> removable(Plan.Base base) {
        String resumed = resumable(base);
        return unfinished.stream().filter(name -> !name.equals(resumed)).toList();
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
        Long pausedAt = control.pausedAt();
        return new Situation(kind, pausedAt == null ? description
                : description + "; processing is paused at " + time(pausedAt), control.generation(), null, null);
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
