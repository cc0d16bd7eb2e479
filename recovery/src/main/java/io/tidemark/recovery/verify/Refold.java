package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.verify.FoldedKeys.Refusal;
import io.tidemark.recovery.verify.FoldedKeys.Waiter;
import io.tidemark.recovery.verify.Recall.Recalled;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The second reader's fold: the design's rules once more, from the first record on, and nothing that was stored in between. Not
/// thread-safe.
final class Refold {
    private static final long MAX_BALANCE = 1_000_000_000_000_000_000L;
    private static final String NOT_SEEN = "";

    private final AccountMap<FoldedAccount> accounts = new AccountMap<>();
    private final MatterMap matters = new MatterMap();
    private final FoldedKeys keys = new FoldedKeys();
    private final PositionSet judgedLater = new PositionSet();
    private final KeysSeen seen;
    private final EventLog log;
    private final Recall recall;
    private final ChainLine chain = new ChainLine();
    private final ExpectedOutcome outcome = new ExpectedOutcome();
    private final Consumer<ExpectedOutcome> sink;
    private int rulesVersion = 1;
    private long position;

    /// A fold from nothing.
    ///
    /// @param log  looks earlier attempts up
    /// @param keys the most keys that there can be
    /// @param sink shown every judgement in the order in which it takes effect
    Refold(EventLog log, long keys, Consumer<ExpectedOutcome> sink) {
        this.log = log;
        this.sink = sink;
        seen = new KeysSeen(keys);
        recall = new Recall(log);
    }

    /// Folds one record of a batch in.
    void next(ReadBatch batch, int index) {
        LogRecord record = batch.records.get(index);
        position = record.position();
        switch (record) {
            case LogRecord.Attempt attempt -> {
                ReadBody body = batch.bodies[index];
                if (body == null) {
                    throw new IllegalStateException("the attempt at " + position + " was not read");
                }
                attempt(attempt, body, batch, index);
            }
            case LogRecord.Control control -> control(control.action());
        }
    }

    private void attempt(LogRecord.Attempt attempt, ReadBody body, ReadBatch batch, int index) {
        String key = attempt.key().text();
        long hash = batch.keyHashes[index];
        EventType type = body.type();
        long earlier = type == null || !seen.mayHave(hash) ? 0 : earlier(attempt, hash);
        Recalled read = new Recalled(key, body, batch.digests, index * Sha256.LENGTH,
                type != null && KeyName.isFollowUp(type) ? batch.originalHashes[index] : hash, earlier != 0);
        if (type == null) {
            refuse(position, read, RejectionCode.UNKNOWN_EVENT_TYPE, true);
            return;
        }
        Refusal refusal = earlier == 0 ? null : keys.refusal(key);
        if (earlier != 0 && refusal == null) {
            refuse(position, read, RejectionCode.KEY_CONFLICT, false);
            return;
        }
        if (earlier == 0) {
            seen.add(hash, position);
        } else {
            seen.move(hash, earlier, position);
        }
        judge(position, read);
    }

    /// The position of the attempt in force under an attempt's key, or 0 when it is the key's first. A key that looks seen and that the
    /// log calls a later attempt is one; where the two disagree, the log is looked at.
    private long earlier(LogRecord.Attempt attempt, long hash) {
        String key = attempt.key().text();
        return seen.find(hash, candidate -> attempt.version() > 1 || holds(candidate, key));
    }

    /// Whether the attempt at that position has that key.
    private boolean holds(long candidate, String key) {
        return log.record(candidate) instanceof LogRecord.Attempt attempt && attempt.key().text().equals(key);
    }

    private void control(ControlAction action) {
        switch (action) {
            case ControlAction.Retry retry -> {
                Refusal refusal = keys.refusal(retry.key().text());
                if (refusal != null) {
                    keys.forget(refusal);
                    judge(refusal.position(), recall.read(refusal.position()));
                }
            }
            case ControlAction.Reject reject -> {
                Waiter waiter = keys.stopWaiting(reject.key().text());
                if (waiter != null) {
                    refuse(waiter.position(), recall.take(waiter.position()), RejectionCode.REJECTED_BY_OPERATOR, true);
                }
            }
            case ControlAction.UseRules rules -> rulesVersion = rules.version();
        }
    }

    /// Judges an attempt afresh.
    ///
    /// @param at where the attempt stands
    private void judge(long at, Recalled read) {
        ReadBody body = read.body();
        if (body.refusal() != null) {
            refuse(at, read, body.refusal(), true);
        } else {
            RejectionCode refusal = decide(at, read);
            if (refusal != null) {
                refuse(at, read, refusal, true);
            } else if (outcome.state == OutcomeState.ACCEPTED) {
                if (read.again()) {
                    keys.correct(read.key(), at);
                }
                if (read.again() || at != position) {
                    keys.standNoLongerRejected(read.key());
                }
                keys.countAccepted(at);
                emit(at, read);
            }
        }
        if (body.type() == EventType.CASH_DEPOSIT || body.type() == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
            for (Waiter waiter : keys.release(read.key(), read.hash())) {
                judge(waiter.position(), recall.take(waiter.position()));
            }
        }
    }

    /// Decides on an event: the outcome is accepted with its entries, or waits, or the reason for a refusal comes back.
    private @Nullable RejectionCode decide(long at, Recalled read) {
        ReadBody body = read.body();
        outcome.state = OutcomeState.ACCEPTED;
        outcome.entryCount = 0;
        EventType type = body.type();
        if (type == null) {
            return RejectionCode.UNKNOWN_EVENT_TYPE;
        }
        String number = body.account() == null ? NOT_SEEN : body.account();
        return switch (type) {
            case CASH_DEPOSIT -> {
                FoldedAccount account = open(number, body.other());
                matters.add(new FoldedMatter(read.key(), read.hash(), true, account, body.cents()));
                enter(account, read, EntryStatus.PENDING, 0, 0);
                yield null;
            }
            case INCOMING_PAYMENT -> {
                FoldedAccount known = accounts.get(number);
                if (known != null && isFull(known, body.cents())) {
                    yield RejectionCode.BALANCE_LIMIT;
                }
                enter(open(number, body.other()), read, EntryStatus.VERIFIED, body.cents(), body.cents());
                yield null;
            }
            case CASH_WITHDRAWAL -> withdraw(number, read);
            case OUTGOING_PAYMENT_UNVERIFIED -> hold(number, read);
            case INTER_ACCOUNT_TRANSFER -> transfer(number, body.other(), read);
            case VERIFY_CASH_DEPOSIT, OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> followUp(at, type, read);
        };
    }

    private @Nullable RejectionCode withdraw(String number, Recalled read) {
        FoldedAccount account = accounts.get(number);
        long cents = read.body().cents();
        if (account == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        if (account.available < cents) {
            return RejectionCode.INSUFFICIENT_FUNDS;
        }
        enter(account, read, EntryStatus.VERIFIED, -cents, -cents);
        return null;
    }

    private @Nullable RejectionCode hold(String number, Recalled read) {
        FoldedAccount account = accounts.get(number);
        long cents = read.body().cents();
        if (account == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        if (account.available < cents) {
            return RejectionCode.INSUFFICIENT_FUNDS;
        }
        matters.add(new FoldedMatter(read.key(), read.hash(), false, account, cents));
        account.held += cents;
        enter(account, read, EntryStatus.PENDING, 0, -cents);
        return null;
    }

    private @Nullable RejectionCode transfer(String from, @Nullable String to, Recalled read) {
        if (from.equals(to)) {
            return RejectionCode.SAME_ACCOUNT;
        }
        FoldedAccount source = accounts.get(from);
        FoldedAccount target = to == null ? null : accounts.get(to);
        long cents = read.body().cents();
        if (source == null || target == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        if (source.available < cents) {
            return RejectionCode.INSUFFICIENT_FUNDS;
        }
        if (isFull(target, cents)) {
            return RejectionCode.BALANCE_LIMIT;
        }
        enter(source, read, EntryStatus.VERIFIED, -cents, -cents);
        enter(target, read, EntryStatus.VERIFIED, cents, cents);
        return null;
    }

    private @Nullable RejectionCode followUp(long at, EventType type, Recalled read) {
        FoldedMatter matter = matters.get(read.hash(), read.key(), type == EventType.VERIFY_CASH_DEPOSIT);
        if (matter == null) {
            return withoutMatter(at, String.valueOf(KeyName.originalOf(read.key(), type)), type, read);
        }
        FoldedAccount account = matter.account;
        long cents = read.body().cents();
        switch (type) {
            case VERIFY_CASH_DEPOSIT -> {
                if (!account.number().equals(read.body().account())) {
                    return RejectionCode.ACCOUNT_MISMATCH;
                }
                if (cents > matter.amount) {
                    return RejectionCode.AMOUNT_EXCEEDS_DEPOSIT;
                }
                if (isFull(account, cents)) {
                    return RejectionCode.BALANCE_LIMIT;
                }
                matters.remove(matter);
                enter(account, read, EntryStatus.VERIFIED, cents, cents);
            }
            case OUTGOING_PAYMENT_VERIFIED -> {
                matters.remove(matter);
                account.held -= matter.left;
                enter(account, read, EntryStatus.VERIFIED, -matter.left, 0);
            }
            default -> {
                if (cents > matter.left) {
                    return RejectionCode.AMOUNT_EXCEEDS_HOLD;
                }
                if (account.available > MAX_BALANCE - cents) {
                    return RejectionCode.BALANCE_LIMIT;
                }
                matter.left -= cents;
                account.held -= cents;
                if (matter.left == 0) {
                    matters.remove(matter);
                }
                enter(account, read, EntryStatus.REVERSED, 0, cents);
            }
        }
        return null;
    }

    /// A follow-up whose original is rejected, settled, or not there yet.
    private @Nullable RejectionCode withoutMatter(long at, String original, EventType type, Recalled read) {
        if (keys.refusal(original) != null) {
            return RejectionCode.ORIGINAL_REJECTED;
        }
        long settled = seen.find(read.hash(), candidate -> holds(candidate, original));
        if (settled != 0) {
            boolean elsewhere = type == EventType.VERIFY_CASH_DEPOSIT
                    && !recall.read(settled).body().names(read.body().account());
            return elsewhere ? RejectionCode.ACCOUNT_MISMATCH : RejectionCode.ALREADY_SETTLED;
        }
        keys.standNoLongerRejected(read.key());
        keys.startWaiting(new Waiter(read.key(), original, read.hash(), at));
        recall.remember(at, read);
        outcome.state = OutcomeState.WAITING;
        emit(at, read);
        return null;
    }

    private FoldedAccount open(String number, @Nullable String customer) {
        FoldedAccount account = accounts.get(number);
        if (account == null) {
            account = new FoldedAccount(number, customer == null ? number : customer);
            accounts.add(account);
        }
        return account;
    }

    private static boolean isFull(FoldedAccount account, long cents) {
        return account.actual > MAX_BALANCE - cents || account.available > MAX_BALANCE - cents;
    }

    /// Adds an entry to an account and to the outcome at hand.
    private void enter(FoldedAccount account, Recalled read, EntryStatus status, long actual, long available) {
        account.actual = Math.addExact(account.actual, actual);
        account.available = Math.addExact(account.available, available);
        account.sequence++;
        account.lastKey = read.key();
        account.lastSecond = read.body().second();
        account.trace = FoldedAccount.trace(account.trace, position);
        ExpectedEntry entry = outcome.entries[outcome.entryCount++];
        entry.account = account;
        entry.status = status;
        entry.sequence = account.sequence;
        entry.actualEffect = actual;
        entry.availableEffect = available;
        entry.actualAfter = account.actual;
        entry.availableAfter = account.available;
        outcome.key = read.key();
        outcome.digests = read.digests();
        outcome.digestOffset = read.digestOffset();
        chain.advance(account, outcome, entry);
    }

    /// @param stands whether the key stands rejected from now on; not when another attempt under it was accepted or waits
    private void refuse(long at, Recalled read, RejectionCode code, boolean stands) {
        outcome.state = OutcomeState.REJECTED;
        outcome.entryCount = 0;
        outcome.code = code;
        String number = read.body().refusal() == null ? read.body().account() : null;
        FoldedAccount account = number == null ? null : accounts.get(number);
        outcome.refusedAccount = number;
        outcome.refusedSequence = account == null ? 0 : account.sequence;
        keys.countRejected(at, code);
        if (stands) {
            keys.standRejected(read.key(), at, code);
        }
        emit(at, read);
        outcome.code = null;
        outcome.refusedAccount = null;
    }

    private void emit(long at, Recalled read) {
        outcome.position = at;
        outcome.decidedAt = position;
        outcome.key = read.key();
        outcome.digests = read.digests();
        outcome.digestOffset = read.digestOffset();
        outcome.second = read.body().second();
        if (at != position) {
            judgedLater.add(at);
        }
        sink.accept(outcome);
    }

    AccountMap<FoldedAccount> accounts() {
        return accounts;
    }

    MatterMap matters() {
        return matters;
    }

    FoldedKeys keys() {
        return keys;
    }

    /// The attempts that were judged again after they arrived.
    PositionSet judgedLater() {
        return judgedLater;
    }

    int rulesVersion() {
        return rulesVersion;
    }

    /// The position of the last record that was folded in.
    long position() {
        return position;
    }
}
