package io.tidemark.recovery.replay;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import java.util.ArrayList;
import java.util.List;

/// Writes a snapshot's items into an empty generation, a part at a time, and shows them to a watch as well.
final class SnapshotRestore implements SnapshotVisitor {
    private static final int PART_ITEMS = 20_000;

    private final LedgerStore ledger;
    private final SnapshotManifest snapshot;
    private final LedgerWatch watch;
    private List<Account> accounts = new ArrayList<>();
    private List<OpenMatter> matters = new ArrayList<>();
    private List<WaitingFollowUp> waiting = new ArrayList<>();
    private List<RejectedKey> rejected = new ArrayList<>();
    private List<CorrectedKey> corrected = new ArrayList<>();
    private List<PausedAccount> paused = new ArrayList<>();
    private List<HeldAttempt> held = new ArrayList<>();
    private int items;

    SnapshotRestore(LedgerStore ledger, SnapshotManifest snapshot, LedgerWatch watch) {
        this.ledger = ledger;
        this.snapshot = snapshot;
        this.watch = watch;
    }

    @Override
    public void account(Account account) {
        watch.account(account);
        accounts.add(account);
        count();
    }

    @Override
    public void openMatter(OpenMatter matter) {
        watch.openMatter(matter);
        matters.add(matter);
        count();
    }

    @Override
    public void waiting(WaitingFollowUp followUp) {
        watch.waiting(followUp);
        waiting.add(followUp);
        count();
    }

    @Override
    public void rejectedKey(RejectedKey key) {
        watch.rejectedKey(key);
        rejected.add(key);
        count();
    }

    @Override
    public void correctedKey(CorrectedKey key) {
        watch.correctedKey(key);
        corrected.add(key);
        count();
    }

    @Override
    public void paused(PausedAccount account) {
        watch.paused(account);
        paused.add(account);
        count();
    }

    @Override
    public void held(HeldAttempt attempt) {
        watch.held(attempt);
        held.add(attempt);
        count();
    }

    private void count() {
        if (++items == PART_ITEMS) {
            flush();
        }
    }

    /// Writes what is left, and the figures even when there is nothing else to write.
    void finish() {
        flush();
        watch.beginAt(snapshot.position(), snapshot.counts());
    }

    private void flush() {
        ledger.restore(snapshot.position(), snapshot.rulesVersion(), snapshot.counts(),
                new WorkingChange(accounts, matters, List.of(), waiting, List.of(), rejected, List.of(), corrected,
                        new PauseChange(paused, List.of(), held, List.of())));
        accounts = new ArrayList<>();
        matters = new ArrayList<>();
        waiting = new ArrayList<>();
        rejected = new ArrayList<>();
        corrected = new ArrayList<>();
        paused = new ArrayList<>();
        held = new ArrayList<>();
        items = 0;
    }
}
