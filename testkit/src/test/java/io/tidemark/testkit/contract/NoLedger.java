package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.testkit.contract.NothingInstallation.NoCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ledger that keeps nothing.
final class NoLedger implements LedgerStore {
    @Override
    public String generation() {
        return "";
    }

    @Override
    public LedgerReader view() {
        return this;
    }

    @Override
    public void stage(List<Outcome> outcomes) {}

    @Override
    public void stageHistory(List<Outcome> outcomes) {}

    @Override
    public void writeNote(String text) {}

    @Override
    public String note() {
        return "";
    }

    @Override
    public void commit(LedgerCommit commit) {}

    @Override
    public void restore(long position, int rulesVersion, OutcomeCounts counts, LedgerCommit.WorkingChange part) {}

    @Override
    public void fillHistory(long fromPosition, long toPosition, List<Outcome> outcomes, boolean complete) {}

    @Override
    public long historyFilledTo() {
        return 0;
    }

    @Override
    public void sync() {}

    @Override
    public Summary summary() {
        return new Summary(0, 1, 1, OutcomeCounts.NONE);
    }

    @Override
    public @Nullable Account account(String number) {
        return null;
    }

    @Override
    public Cursor<Account> accounts() {
        return new NoCursor<>();
    }

    @Override
    public @Nullable OpenMatter openMatter(EventKey key) {
        return null;
    }

    @Override
    public Cursor<OpenMatter> openMatters() {
        return new NoCursor<>();
    }

    @Override
    public @Nullable RejectedKey rejectedKey(EventKey key) {
        return null;
    }

    @Override
    public Cursor<RejectedKey> rejectedKeys() {
        return new NoCursor<>();
    }

    @Override
    public Cursor<WaitingFollowUp> waitingFollowUps() {
        return new NoCursor<>();
    }

    @Override
    public Cursor<PausedAccount> pausedAccounts() {
        return new NoCursor<>();
    }

    @Override
    public Cursor<HeldAttempt> heldAttempts() {
        return new NoCursor<>();
    }

    @Override
    public @Nullable HeldAttempt heldAttempt(long position) {
        return null;
    }

    @Override
    public long correctedPosition(EventKey key) {
        return 0;
    }

    @Override
    public Cursor<CorrectedKey> correctedKeys() {
        return new NoCursor<>();
    }

    @Override
    public Cursor<PlacedEntry> entries(String account, long fromSequence, long toSequence) {
        return new NoCursor<>();
    }

    @Override
    public Cursor<EntryPlace> entryPlaces(String fromAccount) {
        return new NoCursor<>();
    }

    @Override
    public List<Outcome> outcomes(long attemptPosition) {
        return List.of();
    }

    @Override
    public Cursor<Outcome> outcomesDecided(long fromPosition, long toPosition) {
        return new NoCursor<>();
    }

    @Override
    public void close() {}
}
