package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A generation that is open for writing.
final class StoredLedger extends StoredLedgerReader implements LedgerStore {
    /// Beyond so much write-ahead log, closing takes the time to make the next opening quick.
    private static final long MOST_REPLAY_BYTES = 2 << 20;

    private final Database database;
    private final String generation;
    private final Batch batch;
    private final ByteSink value = new ByteSink(256);
    private final OutcomeBlock.Writer block = new OutcomeBlock.Writer();
    private LedgerMark mark;

    /// The ledger in a database that is open for writing, and closed with it.
    StoredLedger(Database database, String generation) {
        super(database.latest(), database::close);
        this.database = database;
        this.generation = generation;
        this.batch = database.newBatch();
        this.mark = super.mark();
    }

    @Override
    public String generation() {
        return generation;
    }

    @Override
    public LedgerReader view() {
        View snapshot = database.snapshot();
        return new StoredLedgerReader(snapshot, snapshot::close);
    }

    @Override
    public synchronized void commit(LedgerCommit commit) {
        if (commit.fromPosition() != mark.summary().position() + 1 || commit.toPosition() < commit.fromPosition()) {
            throw new IllegalArgumentException("a commit of positions " + commit.fromPosition() + " to "
                    + commit.toPosition() + " on a ledger at " + mark.summary().position());
        }
        batch.clear();
        addOutcomes(commit.outcomes(), commit.fromPosition(), commit.toPosition());
        addWorking(commit.working());
        write(new LedgerMark(new Summary(commit.toPosition(), mark.summary().historyFrom(), commit.rulesVersion(),
                commit.counts()), mark.filledTo()));
    }

    @Override
    public synchronized void restore(long position, int rulesVersion, OutcomeCounts counts,
            LedgerCommit.WorkingChange part) {
        long at = mark.summary().position();
        boolean again = at == position && mark.summary().historyFrom() == position + 1 && mark.filledTo() == 0;
        if (at != 0 && !again) {
            throw new IllegalArgumentException("ledger " + generation + " is not empty: it is at " + at);
        }
        batch.clear();
        addWorking(part);
        write(new LedgerMark(new Summary(position, position + 1, rulesVersion, counts), 0));
    }

    @Override
    public synchronized void fillHistory(long fromPosition, long toPosition, List<Outcome> outcomes, boolean complete) {
        Summary summary = mark.summary();
        if (fromPosition != mark.filledTo() + 1 || toPosition < fromPosition || toPosition >= summary.historyFrom()) {
            throw new IllegalArgumentException("history of positions " + fromPosition + " to " + toPosition
                    + " on a ledger that has it to " + mark.filledTo() + " and from " + summary.historyFrom());
        }
        if (complete && toPosition != summary.historyFrom() - 1) {
            throw new IllegalArgumentException("history to " + toPosition + " does not reach " + summary.historyFrom());
        }
        batch.clear();
        addOutcomes(outcomes, fromPosition, toPosition);
        long historyFrom = complete ? 1 : summary.historyFrom();
        write(new LedgerMark(new Summary(summary.position(), historyFrom, summary.rulesVersion(), summary.counts()),
                toPosition));
    }

    @Override
    public synchronized long historyFilledTo() {
        return mark.filledTo();
    }

    private void write(LedgerMark next) {
        batch.put(LedgerTables.META, LedgerTables.MARK, next.encode());
        database.write(batch, false);
        mark = next;
    }

    private void addOutcomes(List<Outcome> outcomes, long from, long to) {
        Postings postings = new Postings();
        Amendments amendments = new Amendments();
        long last = from;
        block.clear();
        for (Outcome outcome : outcomes) {
            long decidedAt = outcome.decidedAt();
            if (decidedAt < last || decidedAt > to) {
                throw new IllegalArgumentException(
                        "an outcome decided at " + decidedAt + " after one at " + last + ", in a run to " + to);
            }
            last = decidedAt;
            if (block.isFullBefore(decidedAt)) {
                addBlock();
            }
            block.add(outcome);
            if (outcome.position() != decidedAt) {
                amendments.add(outcome.position(), decidedAt);
            }
            for (Entry entry : outcome.entries()) {
                postings.add(entry, decidedAt);
            }
        }
        if (!block.isEmpty()) {
            addBlock();
        }
        amendments.addTo(batch, database.latest());
        postings.addTo(batch);
    }

    private void addBlock() {
        batch.put(LedgerTables.OUTCOMES, LedgerTables.position(block.first()), block.bytes());
        block.clear();
    }

    private void addWorking(LedgerCommit.WorkingChange change) {
        List<Account> accounts = new ArrayList<>(change.accounts());
        accounts.sort(Comparator.comparing(Account::number));
        for (Account account : accounts) {
            value.clear();
            WorkingCodec.encode(account, value);
            batch.put(LedgerTables.WORKING, LedgerTables.key(LedgerTables.ACCOUNTS, account.number()), value);
        }
        for (EventKey key : change.settledMatters()) {
            batch.delete(LedgerTables.WORKING, LedgerTables.key(LedgerTables.OPEN, key));
        }
        for (OpenMatter matter : change.openMatters()) {
            value.clear();
            WorkingCodec.encode(matter, value);
            batch.put(LedgerTables.WORKING, LedgerTables.key(LedgerTables.OPEN, matter.key()), value);
        }
        for (WaitingFollowUp released : change.released()) {
            batch.delete(LedgerTables.WORKING, LedgerTables.key(LedgerTables.WAITING, released.position()));
        }
        for (WaitingFollowUp waiting : change.waiting()) {
            batch.put(LedgerTables.WORKING, LedgerTables.key(LedgerTables.WAITING, waiting.position()),
                    LedgerTables.ascii(waiting.key().text()));
        }
        for (EventKey key : change.noLongerRejected()) {
            batch.delete(LedgerTables.WORKING, LedgerTables.key(LedgerTables.REJECTED, key));
        }
        for (RejectedKey rejected : change.rejectedKeys()) {
            value.clear();
            WorkingCodec.encode(rejected, value);
            batch.put(LedgerTables.WORKING, LedgerTables.key(LedgerTables.REJECTED, rejected.key()), value);
        }
        for (CorrectedKey corrected : change.correctedKeys()) {
            value.clear();
            value.putVarint(corrected.position());
            batch.put(LedgerTables.WORKING, LedgerTables.key(LedgerTables.CORRECTED, corrected.key()), value);
        }
    }

    @Override
    public void sync() {
        database.sync();
    }

    @Override
    public synchronized void close() {
        try {
            if (!database.isClosed()) {
                database.sync();
                database.flushWhenReplayExceeds(MOST_REPLAY_BYTES);
            }
        } finally {
            super.close();
        }
    }
}
