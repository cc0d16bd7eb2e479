package io.tidemark.recovery.verify;

import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;

/// An entry that the second reader's fold came to. Used over and over.
final class ExpectedEntry {
    FoldedAccount account = new FoldedAccount("", "");
    EntryStatus status = EntryStatus.PENDING;
    long sequence;
    long actualEffect;
    long availableEffect;
    long actualAfter;
    long availableAfter;

    /// Whether an entry of the ledger says the same, but for its event.
    boolean matches(Entry entry) {
        return entry.sequence() == sequence && entry.status() == status && entry.actualEffect() == actualEffect
                && entry.availableEffect() == availableEffect && entry.actualAfter() == actualAfter
                && entry.availableAfter() == availableAfter && entry.account().equals(account.number());
    }

    @Override
    public String toString() {
        return status + " " + actualEffect + " actual, " + availableEffect + " available, then " + actualAfter
                + " actual, " + availableAfter + " available cents";
    }
}
