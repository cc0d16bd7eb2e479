package io.tidemark.recovery.plan;

import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.ControlItem.Provisional;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Situation.History;
import io.tidemark.recovery.plan.Situation.Kind;
import org.jspecify.annotations.Nullable;

/// Finds out how the ledger in force is. Changes nothing.
final class SituationReading {
    private final Stores stores;

    SituationReading(Stores stores) {
        this.stores = stores;
    }

    Situation read() {
        ControlItem.State control = stores.control().read();
        return switch (ActiveLedger.inspect(stores)) {
            case LedgerCondition.Unborn _ ->
                    new Situation(Kind.UNBORN, "nothing was processed yet", null, null, control.pausedAt());
            case LedgerCondition.Sound sound -> usable(sound, control);
            case LedgerCondition.Unusable unusable -> new Situation(kind(unusable.trouble()), unusable.description(),
                    control.generation(), position(control.generation()), control.pausedAt());
        };
    }

    private Situation usable(LedgerCondition.Sound sound, ControlItem.State control) {
        Provisional owed = control.provisional();
        try (LedgerReader ledger = stores.generations().openForReading(sound.generation())) {
            long from = ledger.summary().historyFrom();
            if (owed == null && from == 1 && PausedByLoss.any(stores.log(), ledger)) {
                int lost = PausedByLoss.of(stores.log(), ledger).size();
                return new Situation(Kind.WITHOUT_LOST, "the ledger was recovered without events that are lost: "
                        + (lost == 1 ? "1 account is" : lost + " accounts are") + " paused for that",
                        sound.generation(), sound.position(), control.pausedAt());
            }
            if (owed == null && from == 1) {
                return new Situation(Kind.FINE, "the ledger can be used", sound.generation(), sound.position(),
                        control.pausedAt());
            }
            History history = owed == null
                    ? new History(null, null, ledger.summary().position(), from, ledger.historyFilledTo())
                    : new History(owed.base(), owed.baseDigest(), owed.position(), from, ledger.historyFilledTo());
            boolean unmet = owed != null && owed.differing() > 0;
            return new Situation(unmet ? Kind.NOT_MET : Kind.PROVISIONAL, describe(owed, history), sound.generation(),
                    sound.position(), control.pausedAt(), history);
        }
    }

    private static String describe(@Nullable Provisional owed, History history) {
        if (owed == null) {
            return "the history of the ledger before position " + history.from()
                    + " is missing, and nothing says which snapshot it was opened from";
        }
        if (owed.differing() > 0) {
            return "the history of the ledger does not meet snapshot " + owed.base() + ", from which it was opened: "
                    + (owed.differing() == 1 ? "1 account differs" : owed.differing() + " accounts differ");
        }
        return "the ledger was opened from snapshot " + owed.base() + ", and its history "
                + (history.from() == 1
                        ? "is not proven yet"
                        : "before position " + history.from() + " is filled in up to position " + history.filledTo());
    }

    private static Kind kind(LedgerCondition.Trouble trouble) {
        return switch (trouble) {
            case MISSING -> Kind.LOST;
            case FOREIGN -> Kind.FOREIGN;
            case BEHIND -> Kind.BEHIND;
            case DAMAGED -> Kind.DAMAGED;
            case IN_DOUBT -> Kind.IN_DOUBT;
            case EXCLUSION_DUE -> Kind.EXCLUSION_DUE;
        };
    }

    /// The position of a ledger that is in trouble, as far as it can be read.
    private @Nullable Long position(@Nullable String generation) {
        if (generation == null || !stores.generations().list().contains(generation)) {
            return null;
        }
        try (LedgerReader ledger = stores.generations().openForReading(generation)) {
            return ledger.summary().position();
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.DAMAGED || e.kind() == StorageException.Kind.MISSING) {
                return null;
            }
            throw e;
        }
    }
}
