package io.tidemark.core.pipeline;

import io.tidemark.core.pipeline.LedgerCondition.Sound;
import io.tidemark.core.pipeline.LedgerCondition.Trouble;
import io.tidemark.core.pipeline.LedgerCondition.Unborn;
import io.tidemark.core.pipeline.LedgerCondition.Unusable;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ledger in force: finds it, says how it is, and refuses to work on one that is lost, foreign, behind or in doubt.
public final class ActiveLedger {
    private ActiveLedger() {}

    /// How the ledger in force is. Changes nothing.
    public static LedgerCondition inspect(Stores stores) {
        ControlItem.State control = stores.control().read();
        String generation = control.generation();
        if (generation == null) {
            return new Unborn();
        }
        Unusable absent = absent(stores, generation);
        if (absent != null) {
            return absent;
        }
        try (LedgerReader ledger = stores.generations().openForReading(generation)) {
            return judge(stores, control, generation, ledger.summary().position());
        } catch (StorageException e) {
            return unreadable(e);
        }
    }

    /// Opens the ledger in force for reading, or null when nothing was ever processed.
    ///
    /// @throws LedgerUnusableException when it is not there or cannot be read; one that is behind or in doubt can be read
    public static @Nullable LedgerReader openForReading(Stores stores) {
        String generation = stores.control().read().generation();
        if (generation == null) {
            return null;
        }
        Unusable absent = absent(stores, generation);
        if (absent != null) {
            throw new LedgerUnusableException(absent);
        }
        try {
            return stores.generations().openForReading(generation);
        } catch (StorageException e) {
            throw refused(e);
        }
    }

    /// Makes sure that all events are there that were ever acknowledged.
    ///
    /// @throws DamagedRecordsException naming those that are lost
    public static void requireEvents(EventLog log) {
        long acknowledged = log.acknowledgedPosition();
        long last = log.lastPosition();
        if (acknowledged > last) {
            throw new DamagedRecordsException(last + 1, acknowledged, "events are lost that had been acknowledged");
        }
    }

    /// Opens the ledger in force for writing; makes the first generation when nothing was ever processed.
    ///
    /// @param newName names a generation that must not exist yet
    /// @throws LedgerUnusableException when it has to be recovered first
    /// @throws DamagedRecordsException when events are lost that had been acknowledged
    public static LedgerStore open(Stores stores, Supplier<String> newName) {
        requireEvents(stores.log());
        ControlItem.State control = stores.control().read();
        String generation = control.generation();
        if (generation == null) {
            String first = newName.get();
            LedgerStore ledger = stores.generations().create(first);
            stores.control().update(control, new ControlItem.State(first, 0, control.pausedAt(), control.inDoubt()));
            return ledger;
        }
        Unusable absent = absent(stores, generation);
        if (absent != null) {
            throw new LedgerUnusableException(absent);
        }
        LedgerStore ledger;
        try {
            ledger = stores.generations().open(generation);
        } catch (StorageException e) {
            throw refused(e);
        }
        if (judge(stores, control, generation, ledger.summary().position()) instanceof Unusable unusable) {
            ledger.close();
            throw new LedgerUnusableException(unusable);
        }
        return ledger;
    }

    private static @Nullable Unusable absent(Stores stores, String generation) {
        List<String> names = stores.generations().list();
        if (names.contains(generation)) {
            return null;
        }
        return names.isEmpty()
                ? new Unusable(Trouble.MISSING, "the ledger is missing")
                : new Unusable(Trouble.FOREIGN, "the ledger in force is missing, and what is there is another one");
    }

    private static LedgerCondition judge(Stores stores, ControlItem.State control, String generation, long position) {
        if (control.inDoubt() != null) {
            return new Unusable(Trouble.IN_DOUBT, "the ledger is in doubt: " + control.inDoubt());
        }
        if (position < control.syncedPosition()) {
            return new Unusable(Trouble.BEHIND, "the ledger has lost what it had on disk: it is at position " + position
                    + ", it was at " + control.syncedPosition());
        }
        if (position > stores.log().lastPosition()) {
            return new Unusable(Trouble.FOREIGN, "the ledger is at position " + position + ", the events end at "
                    + stores.log().lastPosition());
        }
        long due = exclusionBehind(stores.log(), position);
        Long pausedAt = control.pausedAt();
        // Where it is paused before that, it is what it is to be.
        return due == 0 || (pausedAt != null && pausedAt < due)
                ? new Sound(generation, position)
                : LedgerCondition.exclusionDue(due);
    }

    /// Where the first exclusion behind a position takes effect; 0 when there is none.
    private static long exclusionBehind(EventLog log, long position) {
        List<Long> records = log.exclusions();
        if (records.isEmpty() || records.getLast() <= position) {
            return 0;
        }
        return Exclusions.of(log, Long.MAX_VALUE).positions().stream().filter(exclusion -> exclusion > position)
                .findFirst().orElse(0L);
    }

    private static LedgerUnusableException refused(StorageException e) {
        return switch (e.kind()) {
            case DAMAGED, MISSING -> new LedgerUnusableException(unreadable(e), e);
            case UNSUPPORTED_FORMAT, FROZEN, LOCKED, FULL, READ_ONLY, FAILED -> throw e;
        };
    }

    private static Unusable unreadable(StorageException e) {
        return switch (e.kind()) {
            case DAMAGED, MISSING -> new Unusable(Trouble.DAMAGED, "the ledger cannot be read: " + e.getMessage());
            case UNSUPPORTED_FORMAT, FROZEN, LOCKED, FULL, READ_ONLY, FAILED -> throw e;
        };
    }
}
