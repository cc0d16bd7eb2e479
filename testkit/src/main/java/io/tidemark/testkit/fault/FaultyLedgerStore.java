package io.tidemark.testkit.fault;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ledger generation whose commits, restorations, fillings and syncs meet the faults of a schedule. Its views are the ledger's own.
public final class FaultyLedgerStore implements LedgerStore {
    private final LedgerStore ledger;
    private final FaultSchedule schedule;

    /// The same generation, through the schedule.
    public FaultyLedgerStore(LedgerStore ledger, FaultSchedule schedule) {
        this.ledger = ledger;
        this.schedule = schedule;
    }

    @Override
    public String generation() {
        return ledger.generation();
    }

    @Override
    public LedgerReader view() {
        return schedule.read(ledger::view);
    }

    @Override
    public void stage(List<Outcome> outcomes) {
        schedule.write("staging of " + outcomes.size() + " outcomes", () -> ledger.stage(outcomes));
    }

    @Override
    public void stageHistory(List<Outcome> outcomes) {
        schedule.write("staging of history of " + outcomes.size() + " outcomes", () -> ledger.stageHistory(outcomes));
    }

    @Override
    public void writeNote(String text) {
        schedule.write("note of " + text, () -> ledger.writeNote(text));
    }

    @Override
    public String note() {
        return schedule.read(ledger::note);
    }

    @Override
    public void commit(LedgerCommit commit) {
        schedule.write("commit of " + commit.fromPosition() + " to " + commit.toPosition(),
                () -> ledger.commit(commit));
    }

    @Override
    public void restore(long position, int rulesVersion, OutcomeCounts counts, LedgerCommit.WorkingChange part) {
        schedule.write("restoration to " + position, () -> ledger.restore(position, rulesVersion, counts, part));
    }

    @Override
    public void fillHistory(long fromPosition, long toPosition, List<Outcome> outcomes, boolean complete) {
        schedule.write("history of " + fromPosition + " to " + toPosition,
                () -> ledger.fillHistory(fromPosition, toPosition, outcomes, complete));
    }

    @Override
    public long historyFilledTo() {
        return schedule.read(ledger::historyFilledTo);
    }

    @Override
    public void sync() {
        schedule.write("sync of the ledger", ledger::sync);
    }

    @Override
    public Summary summary() {
        return schedule.read(ledger::summary);
    }

    @Override
    public @Nullable Account account(String number) {
        return schedule.<@Nullable Account>read(() -> ledger.account(number));
    }

    @Override
    public Cursor<Account> accounts() {
        return schedule.read(ledger::accounts);
    }

    @Override
    public @Nullable OpenMatter openMatter(EventKey key) {
        return schedule.<@Nullable OpenMatter>read(() -> ledger.openMatter(key));
    }

    @Override
    public Cursor<OpenMatter> openMatters() {
        return schedule.read(ledger::openMatters);
    }

    @Override
    public @Nullable RejectedKey rejectedKey(EventKey key) {
        return schedule.<@Nullable RejectedKey>read(() -> ledger.rejectedKey(key));
    }

    @Override
    public Cursor<RejectedKey> rejectedKeys() {
        return schedule.read(ledger::rejectedKeys);
    }

    @Override
    public Cursor<WaitingFollowUp> waitingFollowUps() {
        return schedule.read(ledger::waitingFollowUps);
    }

    @Override
    public Cursor<PausedAccount> pausedAccounts() {
        return schedule.read(ledger::pausedAccounts);
    }

    @Override
    public Cursor<HeldAttempt> heldAttempts() {
        return schedule.read(ledger::heldAttempts);
    }

    @Override
    public @Nullable HeldAttempt heldAttempt(long position) {
        return schedule.read(() -> ledger.heldAttempt(position));
    }

    @Override
    public long correctedPosition(EventKey key) {
        return schedule.read(() -> ledger.correctedPosition(key));
    }

    @Override
    public Cursor<CorrectedKey> correctedKeys() {
        return schedule.read(ledger::correctedKeys);
    }

    @Override
    public Cursor<PlacedEntry> entries(String account, long fromSequence, long toSequence) {
        return schedule.read(() -> ledger.entries(account, fromSequence, toSequence));
    }

    @Override
    public Cursor<EntryPlace> entryPlaces(String fromAccount) {
        return schedule.read(() -> ledger.entryPlaces(fromAccount));
    }

    @Override
    public List<Outcome> outcomes(long attemptPosition) {
        return schedule.read(() -> ledger.outcomes(attemptPosition));
    }

    @Override
    public Cursor<Outcome> outcomesDecided(long fromPosition, long toPosition) {
        return schedule.read(() -> ledger.outcomesDecided(fromPosition, toPosition));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
