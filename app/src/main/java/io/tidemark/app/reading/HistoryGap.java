package io.tidemark.app.reading;

import io.tidemark.core.port.ControlItem.Provisional;
import io.tidemark.core.port.LedgerReader;
import org.jspecify.annotations.Nullable;

/// What the history of a ledger lacks that came into force before it was proven. Balances are not concerned, as long as no account
/// differs.
///
/// @param base      the snapshot that it was opened from, or null when nothing says so
/// @param from      the position from which on its history is whole; 1 when it is complete and not proven yet
/// @param filledTo  the position up to which it is filled in from the beginning
/// @param differing how many accounts it was found not to meet
public record HistoryGap(@Nullable String base, long from, long filledTo, long differing) {
    /// What a ledger lacks, or null when nothing.
    ///
    /// @param provisional what the control item says it owes
    public static @Nullable HistoryGap of(@Nullable Provisional provisional, LedgerReader ledger) {
        long from = ledger.summary().historyFrom();
        if (provisional == null) {
            return from == 1 ? null : new HistoryGap(null, from, ledger.historyFilledTo(), 0);
        }
        return new HistoryGap(provisional.base(), from, ledger.historyFilledTo(), provisional.differing());
    }

    /// Whether all entries and outcomes are there.
    public boolean isComplete() {
        return from == 1;
    }

    /// The same for people, one clause.
    public String text() {
        if (differing > 0) {
            return "the history does not meet snapshot " + base + ", from which the ledger was opened: "
                    + (differing == 1 ? "1 account differs" : differing + " accounts differ");
        }
        return isComplete()
                ? "the history is complete and not proven yet"
                : "the history before position " + from + " is not complete: it is filled in up to position "
                        + filledTo;
    }
}
