package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.verify.FoldedKeys.Refusal;
import io.tidemark.recovery.verify.FoldedKeys.Waiter;
import io.tidemark.recovery.verify.Recall.Recalled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The second reader's fold: the design's rules once more, from the first record on, and nothing that was stored in between. Not
/// thread-safe.
final class Refold {
    private static final long MAX_BALANCE = 1_000_000_000_000_000_000L;

    private final FoldedAccounts accounts = new FoldedAccounts();
    private final MatterMap matters = new MatterMap();
    private final FoldedKeys keys = new FoldedKeys();
    private final HeldBack back = new HeldBack(keys, matters);
    private final NamedAccounts named = new NamedAccounts(accounts);
    private final PositionSet judgedLater = new PositionSet();
    private final TakenOut taken;
    private final KeysSeen seen;
    private final EventLog log;
    private final Recall recall;
    private final KnownAccounts known;
    private Judgements judged = new Judgements(0);
    /// Whether the attempt that was decided on last waits.
    private boolean waits;
    private int rulesVersion = 1;
    private long position;

    /// A fold from nothing.
    ///
    /// @param log   looks earlier attempts up
    /// @param keys  the most keys that there can be
    /// @param taken what is excluded
    Refold(EventLog log, long keys, TakenOut taken) {
        this.log = log;
        seen = new KeysSeen(keys);
        this.taken = taken;
        recall = new Recall(log);
        known = new KnownAccounts(accounts, seen);
    }

    /// Makes ready for a batch. To be called before its first record is folded.
    void prepare(ReadBatch batch) {
        known.find(batch);
    }

    /// The judgements since this was asked last, in the order in which they took effect.
    Judgements takeJudged() {
        Judgements taken = judged;
        judged = new Judgements(taken.count());
        return taken;
    }

    /// Folds one record of the batch at hand in.
    void next(ReadBatch batch, int index) {
        position = batch.firstPosition + index;
        ControlAction action = batch.controls[index];
        if (action == null) {
            attempt(batch, index);
        } else {
            control(action);
        }
    }

    private void attempt(ReadBatch batch, int index) {
        String pausedAccount = back.holder(batch, index, position);
        if (pausedAccount == null) {
            take(batch, index, known.first(index), known.second(index));
        } else {
            back.hold(batch.key(index), position, pausedAccount);
        }
    }

    /// Takes an attempt that has no outcome and is not held.
    private void take(ReadBatch batch, int index, @Nullable FoldedAccount first, @Nullable FoldedAccount second) {
        long hash = batch.keyHashes[index];
        boolean typed = batch.types[index] != null;
        long earlier = typed && seen.mayHave(hash) ? earlier(batch, index, hash) : 0;
        Recalled read = new Recalled(batch, index, earlier != 0, first, second);
        if (!typed) {
            refuse(read, RejectionCode.UNKNOWN_EVENT_TYPE, true);
            return;
        }
        if (earlier != 0 && keys.refusal(read.key()) == null) {
            refuse(read, RejectionCode.KEY_CONFLICT, false);
            return;
        }
        if (earlier == 0) {
            seen.add(hash, read.position());
        } else {
            seen.move(hash, earlier, read.position());
        }
        judge(read);
    }

    /// The position of the attempt in force under an attempt's key, or 0 when it is the key's first. A key that looks seen and that the
    /// log calls a later attempt is one; where the two disagree, the log is looked at.
    private long earlier(ReadBatch batch, int index, long hash) {
        return seen.find(hash, candidate -> batch.versions[index] > 1 || holds(candidate, batch.key(index)));
    }

    /// Whether the attempt at that position has that key.
    private boolean holds(long candidate, String key) {
        return log.record(candidate) instanceof LogRecord.Attempt attempt && attempt.key().text().equals(key);
    }

    private void control(ControlAction action) {
        switch (action) {
            case ControlAction.Retry retry -> retry(keys.refusal(retry.key().text()));
            case ControlAction.Reject reject -> endWait(reject.key().text());
            case ControlAction.UseRules rules -> rulesVersion = rules.version();
            case ControlAction.PauseAccount pause -> back.pause(pause.account(), position);
            case ControlAction.ResumeAccount resume -> resume(resume.account());
            case ControlAction.Exclude exclude -> taken.reach(position, exclude, matters).forEach(this::endWait);
        }
    }

    private void retry(@Nullable Refusal refusal) {
        Recalled again = refusal == null ? null : recall.read(refusal.position());
        if (again != null && refusal != null && back.holder(again.batch(), again.index(), Long.MAX_VALUE) == null) {
            keys.forget(refusal);
            judge(again);
        }
    }

    private void resume(String account) {
        for (long held : back.resume(account)) {
            Recalled read = recall.take(held);
            String other = back.holder(read.batch(), read.index(), held);
            if (other == null) {
                back.letGo(read.key(), held);
                take(read.batch(), read.index(), null, null);
            } else {
                back.hold(read.key(), held, other);
            }
        }
    }

    private void endWait(String key) {
        Waiter waiter = keys.stopWaiting(key);
        if (waiter != null) {
            refuse(recall.take(waiter.position()), RejectionCode.REJECTED_BY_OPERATOR, true);
        }
    }

    /// Judges an attempt afresh.
    private void judge(Recalled read) {
        ReadBatch batch = read.batch();
        EventType type = batch.types[read.index()];
        RejectionCode refusal = batch.refusals[read.index()];
        if (refusal == null) {
            waits = false;
            taken.begin(read, position);
            refusal = type == null ? RejectionCode.UNKNOWN_EVENT_TYPE : decide(type, read);
        }
        if (refusal != null) {
            refuse(read, refusal, true);
        } else if (waits) {
            emit(read, OutcomeState.WAITING);
        } else {
            accept(read);
        }
        if (type == EventType.CASH_DEPOSIT || type == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
            for (Waiter waiter : keys.release(read)) {
                judge(recall.take(waiter.position()));
            }
        }
    }

    private void accept(Recalled read) {
        if (read.again()) {
            keys.correct(read.key(), read.position());
        }
        if (read.again() || read.position() != position) {
            keys.standNoLongerRejected(read.key());
        }
        keys.countAccepted(read.position());
        emit(read, OutcomeState.ACCEPTED);
    }

    /// Decides on an event: its entries are made, or it is made to wait, or the reason for a refusal comes back.
    private @Nullable RejectionCode decide(EventType type, Recalled read) {
        long cents = read.cents();
        return switch (type) {
            case CASH_DEPOSIT -> {
                FoldedAccount account = named.open(read);
                taken.open(matters, new FoldedMatter(read.key(), read.hash(), true, account, cents));
                enter(account, EntryStatus.PENDING, 0, 0);
                yield null;
            }
            case INCOMING_PAYMENT -> {
                FoldedAccount account = named.first(read);
                if (account != null && isFull(account, cents)) {
                    yield RejectionCode.BALANCE_LIMIT;
                }
                enter(account != null ? account : named.open(read), EntryStatus.VERIFIED, cents, cents);
                yield null;
            }
            case CASH_WITHDRAWAL -> withdraw(read);
            case OUTGOING_PAYMENT_UNVERIFIED -> hold(read);
            case INTER_ACCOUNT_TRANSFER -> transfer(read);
            case VERIFY_CASH_DEPOSIT, OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> followUp(type, read);
        };
    }

    private @Nullable RejectionCode withdraw(Recalled read) {
        FoldedAccount account = named.first(read);
        long cents = read.cents();
        if (account == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        if (account.available < cents) {
            return RejectionCode.INSUFFICIENT_FUNDS;
        }
        enter(account, EntryStatus.VERIFIED, -cents, -cents);
        return null;
    }

    private @Nullable RejectionCode hold(Recalled read) {
        FoldedAccount account = named.first(read);
        long cents = read.cents();
        if (account == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        if (account.available < cents) {
            return RejectionCode.INSUFFICIENT_FUNDS;
        }
        taken.open(matters, new FoldedMatter(read.key(), read.hash(), false, account, cents));
        enter(account, EntryStatus.PENDING, 0, -cents);
        return null;
    }

    private @Nullable RejectionCode transfer(Recalled read) {
        FoldedAccount source = named.first(read);
        FoldedAccount target = named.target(read);
        if (NamedAccounts.isBetweenSame(read, source, target)) {
            return RejectionCode.SAME_ACCOUNT;
        }
        long cents = read.cents();
        if (source == null || target == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        if (source.available < cents) {
            return RejectionCode.INSUFFICIENT_FUNDS;
        }
        if (isFull(target, cents)) {
            return RejectionCode.BALANCE_LIMIT;
        }
        enter(source, EntryStatus.VERIFIED, -cents, -cents);
        enter(target, EntryStatus.VERIFIED, cents, cents);
        return null;
    }

    private @Nullable RejectionCode followUp(EventType type, Recalled read) {
        FoldedMatter matter = matters.get(read.hash(), read.batch(), read.index(),
                type == EventType.VERIFY_CASH_DEPOSIT);
        if (matter == null) {
            return withoutMatter(String.valueOf(KeyName.originalOf(read.key(), type)), type, read);
        }
        FoldedAccount account = matter.account;
        long cents = read.cents();
        switch (type) {
            case VERIFY_CASH_DEPOSIT -> {
                if (account != named.first(read)) {
                    return RejectionCode.ACCOUNT_MISMATCH;
                }
                if (cents > matter.amount) {
                    return RejectionCode.AMOUNT_EXCEEDS_DEPOSIT;
                }
                if (isFull(account, cents)) {
                    return RejectionCode.BALANCE_LIMIT;
                }
                taken.use(matters, matter, matter.left);
                enter(account, EntryStatus.VERIFIED, cents, cents);
            }
            case OUTGOING_PAYMENT_VERIFIED -> {
                long rest = matter.left;
                taken.use(matters, matter, rest);
                enter(account, EntryStatus.VERIFIED, -rest, 0);
            }
            default -> {
                if (cents > matter.left) {
                    return RejectionCode.AMOUNT_EXCEEDS_HOLD;
                }
                if (account.available > MAX_BALANCE - cents) {
                    return RejectionCode.BALANCE_LIMIT;
                }
                taken.use(matters, matter, cents);
                enter(account, EntryStatus.REVERSED, 0, cents);
            }
        }
        return null;
    }

    /// A follow-up whose original is rejected, settled, or not there yet.
    private @Nullable RejectionCode withoutMatter(String original, EventType type, Recalled read) {
        if (keys.refusal(original) != null) {
            return RejectionCode.ORIGINAL_REJECTED;
        }
        long settled = seen.find(read.hash(), candidate -> holds(candidate, original));
        if (settled != 0) {
            boolean elsewhere = type == EventType.VERIFY_CASH_DEPOSIT
                    && !Objects.equals(NamedAccounts.number(recall.read(settled)), NamedAccounts.number(read));
            return elsewhere ? RejectionCode.ACCOUNT_MISMATCH : RejectionCode.ALREADY_SETTLED;
        }
        keys.standNoLongerRejected(read.key());
        keys.startWaiting(new Waiter(read.key(), original, read.hash(), read.position()));
        recall.remember(read);
        waits = true;
        return null;
    }

    private static boolean isFull(FoldedAccount account, long cents) {
        return account.actual > MAX_BALANCE - cents || account.available > MAX_BALANCE - cents;
    }

    /// Adds an entry to an account and to the judgement at hand.
    private void enter(FoldedAccount account, EntryStatus status, long actual, long available) {
        account.actual = Math.addExact(account.actual, actual);
        account.available = Math.addExact(account.available, available);
        account.sequence++;
        account.trace = FoldedAccount.trace(account.trace, position);
        taken.enter(judged, account, status, actual, available);
    }

    /// @param stands whether the key stands rejected from now on; not when another attempt under it was accepted or waits
    private void refuse(Recalled read, RejectionCode code, boolean stands) {
        ReadBatch batch = read.batch();
        String number = batch.refusals[read.index()] == null ? NamedAccounts.number(read) : null;
        FoldedAccount account = number == null ? null : named.first(read);
        keys.countRejected(read.position(), code);
        if (stands) {
            keys.standRejected(read.key(), read.position(), code);
        }
        judged.addRefusal(batch, read.index(), position, code, number, account == null ? 0 : account.sequence);
        noteJudgedLater(read);
    }

    private void emit(Recalled read, OutcomeState state) {
        judged.add(read.batch(), read.index(), position, state);
        noteJudgedLater(read);
    }

    private void noteJudgedLater(Recalled read) {
        if (read.position() != position) {
            judgedLater.add(read.position());
        }
    }

    FoldedAccounts accounts() {
        return accounts;
    }

    MatterMap matters() {
        return matters;
    }

    FoldedKeys keys() {
        return keys;
    }

    /// What is paused and held.
    HeldBack heldBack() {
        return back;
    }

    /// The attempts that were judged after they arrived, or again.
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
