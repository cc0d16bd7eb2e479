package io.tidemark.recovery.snapshot;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;

/// Takes a snapshot's items as they are read: all accounts, then all open matters, then all waiting follow-ups, then all keys that
/// stand rejected, then all corrected keys, then all paused accounts, then all held attempts. Each kind comes in bytewise order of its
/// key, but follow-ups and held attempts, which come in the order in which they arrived.
public interface SnapshotVisitor {
    /// Takes the next account.
    void account(Account account);

    /// Takes the next open matter.
    void openMatter(OpenMatter matter);

    /// Takes the next follow-up that waits.
    void waiting(WaitingFollowUp followUp);

    /// Takes the next key that stands rejected.
    void rejectedKey(RejectedKey key);

    /// Takes the next key that was accepted by another attempt than its first.
    void correctedKey(CorrectedKey key);

    /// Takes the next account that is paused.
    void paused(PausedAccount account);

    /// Takes the next attempt that is held.
    void held(HeldAttempt attempt);
}
