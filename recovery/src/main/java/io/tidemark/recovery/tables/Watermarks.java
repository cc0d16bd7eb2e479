package io.tidemark.recovery.tables;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import java.util.Map;

/// Takes each account's sequence.
record Watermarks(Map<String, Long> sequences) implements SnapshotVisitor {
    @Override
    public void account(Account account) {
        sequences.put(account.number(), account.sequence());
    }

    @Override
    public void openMatter(OpenMatter matter) {
        // Only how far accounts are.
    }

    @Override
    public void waiting(LedgerReader.WaitingFollowUp followUp) {
        // Only how far accounts are.
    }

    @Override
    public void rejectedKey(LedgerReader.RejectedKey key) {
        // Only how far accounts are.
    }

    @Override
    public void correctedKey(LedgerReader.CorrectedKey key) {
        // Only how far accounts are.
    }

    @Override
    public void paused(LedgerReader.PausedAccount account) {
        // Only how far accounts are.
    }

    @Override
    public void held(LedgerReader.HeldAttempt attempt) {
        // Only how far accounts are.
    }
}
