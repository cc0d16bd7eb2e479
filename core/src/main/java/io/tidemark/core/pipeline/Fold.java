package io.tidemark.core.pipeline;

import io.tidemark.core.event.Decoded;
import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Decision;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.LedgerView;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Original;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.pipeline.Prepared.PreparedAttempt;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ledger as a function of the log: records go in, in the order of their positions, outcomes come out, in the order in which
/// they take effect. What comes out depends on nothing but the records so far.
///
/// The fold settles what needs order: how a key stands, who waits for whom, what a control record does. What an event means is
/// decided by [Rules]. Not thread-safe.
public final class Fold {
    private static final Rejection UNKNOWN_TYPE = new Rejection(RejectionCode.UNKNOWN_EVENT_TYPE,
            "the key is not <type>_<request-id>.event of a known type");
    private static final Original UNDECIDED = new Original.Undecided();
    private static final Original REJECTED = new Original.Rejected();

    private final WorkingState state;
    private final AttemptIndex index;
    private final Hindsight hindsight;
    private final View view = new View();
    private final Booking booking;
    private final Holding holding;
    private final Losing losing;
    private final RecentAttempts recent;
    private String[] expected = new String[512];

    /// A fold that goes on from a state.
    ///
    /// @param state where it is; changed as records are folded in
    /// @param index looks up what the state refers to
    public Fold(WorkingState state, AttemptIndex index) {
        this(state, index, Exclusions.NONE);
    }

    /// A fold that goes on from a state and knows what is excluded.
    ///
    /// @param state      where it is, without the effects that are excluded; changed as records are folded in
    /// @param index      looks up what the state refers to
    /// @param exclusions all that take effect at records that it will meet: it refuses at others; and those before, for their sake
    public Fold(WorkingState state, AttemptIndex index, Exclusions exclusions) {
        this(state, index, exclusions, Losses.NONE);
    }

    /// A fold that goes on from a state, knows what is excluded, and goes on without what is lost.
    ///
    /// @param state      see above
    /// @param index      see above
    /// @param exclusions see above
    /// @param losses     the attempts whose bodies cannot be had, of all that it will meet or look up
    public Fold(WorkingState state, AttemptIndex index, Exclusions exclusions, Losses losses) {
        this.state = state;
        this.index = index;
        hindsight = new Hindsight(exclusions);
        booking = new Booking(state, hindsight);
        holding = new Holding(state, view);
        recent = new RecentAttempts(index);
        losing = new Losing(state.pausing(), view, index, losses);
    }

    /// What it knows of exclusions ahead.
    Hindsight hindsight() {
        return hindsight;
    }

    /// What the rules make of an attempt of a known type as accounts stand now. Changes nothing.
    ///
    /// @param position the attempt's
    Decision wouldDecide(long position) {
        PreparedAttempt prepared = recent.fromLog(position);
        view.undecidedFrom = state.position() + 1;
        return prepared.decoded() instanceof Event event
                ? Rules.decide(view, prepared.attempt().key(), event)
                : new Decision.Refused(prepared.decoded() instanceof Rejection rejection ? rejection : UNKNOWN_TYPE);
    }

    /// Says which records come next. Changes nothing but the time that they take.
    public void expect(List<Prepared> records) {
        int count = 0;
        for (Prepared record : records) {
            if (record instanceof PreparedAttempt attempt && attempt.decoded() instanceof Event event) {
                if (count + 2 > expected.length) {
                    expected = Arrays.copyOf(expected, 2 * expected.length);
                }
                String first = firstAccount(event);
                if (first != null) {
                    expected[count++] = first;
                }
                if (event instanceof Event.InterAccountTransfer transfer) {
                    expected[count++] = transfer.target();
                }
            }
        }
        state.expect(expected, count);
    }

    /// Folds the next record in.
    ///
    /// @param record the record after the state's position
    /// @param out    takes what it comes to: for an attempt its own outcome first, then those of the follow-ups that it released
    /// @throws IllegalArgumentException when it is not the next record
    /// @throws StorageException         of kind `UNSUPPORTED_FORMAT` when it asks for rules that this program does not have
    /// @throws LedgerUnusableException  when it excludes events and this fold was not told before
    public void next(Prepared record, Consumer<? super Outcome> out) {
        if (record.position() != state.position() + 1) {
            throw new IllegalArgumentException(
                    "position " + record.position() + " cannot follow " + state.position());
        }
        view.undecidedFrom = record.position();
        switch (record) {
            case PreparedAttempt attempt -> arrive(attempt, out);
            case Prepared.PreparedLost(LogRecord.Attempt lost, List<String> accounts) ->
                    losing.arrive(lost.key(), lost.position(), accounts);
            case Prepared.PreparedControl control -> control(control.control(), out);
        }
        state.advanceTo(record.position());
    }

    private void arrive(PreparedAttempt prepared, Consumer<? super Outcome> out) {
        LogRecord.Attempt attempt = prepared.attempt();
        String pausedAccount = holding.holder(prepared, attempt.position());
        if (pausedAccount == null) {
            take(prepared, attempt.position(), out);
        } else {
            state.pausing().hold(new HeldAttempt(attempt.key(), pausedAccount, attempt.position()));
            losing.spread(pausedAccount, prepared);
            recent.remember(prepared);
        }
    }

    /// Takes an attempt that has no outcome and is not held.
    private void take(PreparedAttempt prepared, long decidedAt, Consumer<? super Outcome> out) {
        LogRecord.Attempt attempt = prepared.attempt();
        EventKey key = attempt.key();
        if (key.type() != null && attempt.version() > 1 && state.rejectedKey(key) == null) {
            Rejection conflict = new Rejection(RejectionCode.KEY_CONFLICT, state.waiting(key) == null
                    ? "other bytes were accepted under this key"
                    : "other bytes wait under this key");
            Outcome outcome = Outcome.rejected(attempt.position(), decidedAt, key, conflict,
                    refusedAt(prepared.decoded()));
            emit(outcome, out);
            return;
        }
        judge(prepared, decidedAt, out);
    }

    private void control(LogRecord.Control control, Consumer<? super Outcome> out) {
        switch (control.action()) {
            case ControlAction.Retry retry -> retry(retry.key(), control.position(), out);
            case ControlAction.Reject reject -> endWait(reject.key(), control, out);
            case ControlAction.UseRules rules -> useRules(rules.version());
            case ControlAction.PauseAccount pause -> state.pausing().pause(pause.account(), control.position());
            case ControlAction.ResumeAccount resume -> resume(resume.account(), control.position(), out);
            case ControlAction.Exclude exclude -> exclude(exclude, control, out);
        }
    }

    private void exclude(ControlAction.Exclude exclude, LogRecord.Control control, Consumer<? super Outcome> out) {
        long position = control.position();
        Exclusions exclusions = hindsight.exclusions();
        if (!exclude.isLast()) {
            return;
        }
        if (!exclusions.contains(position)) {
            throw new LedgerUnusableException(LedgerCondition.exclusionDue(position));
        }
        hindsight.reach(position);
        for (EventKey key : exclusions.keysAt(position)) {
            WaitingFollowUp followUp = state.waiting(key);
            if (followUp != null && exclusions.names(position, key, followUp.position())) {
                endWait(key, control, out);
            }
        }
    }

    private void retry(EventKey key, long position, Consumer<? super Outcome> out) {
        losing.requireKnown(key, position);
        RejectedKey rejectedKey = state.rejectedKey(key);
        String pausedAccount = retryHeldFor(key);
        if (rejectedKey != null && pausedAccount == null) {
            state.tally().count(rejectedKey.code(), -1);
            judge(prepared(rejectedKey.position()), position, out);
        } else if (rejectedKey != null && pausedAccount != null) {
            losing.retryHeld(pausedAccount, prepared(rejectedKey.position()));
        }
    }

    /// The paused account because of which a retry of a key that stands rejected has no effect now; null when it has one.
    @Nullable
    String retryHeldFor(EventKey key) {
        RejectedKey rejectedKey = state.pausing().isEmpty() ? null : state.rejectedKey(key);
        return rejectedKey == null ? null : holding.holder(prepared(rejectedKey.position()), Long.MAX_VALUE);
    }

    /// Judges what was held for an account, but for what another one holds.
    private void resume(String account, long position, Consumer<? super Outcome> out) {
        if (state.pausing().isLost(account)) {
            losing.heldFor(account).forEach(held -> losing.spread(account, prepared(held.position())));
            return;
        }
        for (HeldAttempt held : state.pausing().resume(account)) {
            PreparedAttempt prepared = prepared(held.position());
            String other = holding.holder(prepared, held.position());
            if (other == null) {
                state.pausing().letGo(held);
                take(prepared, position, out);
            } else {
                state.pausing().hold(new HeldAttempt(held.key(), other, held.position()));
                losing.spread(other, prepared);
            }
        }
    }

    private void endWait(EventKey key, LogRecord.Control control, Consumer<? super Outcome> out) {
        WaitingFollowUp followUp = state.waiting(key);
        if (followUp != null && !losing.holds(followUp)) {
            state.stopWaiting(followUp);
            state.tally().countWaiting(-1);
            if (losing.isLost(followUp)) {
                return;
            }
            Rejection rejection = new Rejection(RejectionCode.REJECTED_BY_OPERATOR,
                    control.operator() + ": " + control.reason());
            refuse(prepared(followUp.position()), control.position(), rejection, out);
        }
    }

    private void useRules(int version) {
        if (version != Rules.VERSION) {
            throw new StorageException(StorageException.Kind.UNSUPPORTED_FORMAT, "the events ask for version " + version
                    + " of the rules, this program has version " + Rules.VERSION + ": use a newer program");
        }
        state.useRules(version);
    }

    /// Judges an attempt whose key does not stand accepted or waiting.
    private void judge(PreparedAttempt prepared, long decidedAt, Consumer<? super Outcome> out) {
        EventKey key = prepared.attempt().key();
        switch (prepared.decoded()) {
            case null -> refuse(prepared, decidedAt, UNKNOWN_TYPE, out);
            case Rejection rejection -> refuse(prepared, decidedAt, rejection, out);
            case Event event -> {
                switch (Rules.decide(view, key, event)) {
                    case Decision.Accepted accepted -> accept(prepared, event, decidedAt, accepted, out);
                    case Decision.Refused refused -> refuse(prepared, decidedAt, refused.rejection(), out);
                    case Decision.Waits _ -> await(prepared, decidedAt, out);
                }
            }
        }
        if (key.type() != null && key.type().isOriginal()) {
            // What is released meets an original that has its outcome, though its position is this one.
            view.undecidedFrom = decidedAt + 1;
            for (WaitingFollowUp followUp : state.releaseAll(key)) {
                state.tally().countWaiting(-1);
                if (!losing.isLost(followUp)) {
                    judge(prepared(followUp.position()), decidedAt, out);
                }
            }
        }
    }

    private void accept(PreparedAttempt prepared, Event event, long decidedAt, Decision.Accepted accepted,
            Consumer<? super Outcome> out) {
        LogRecord.Attempt attempt = prepared.attempt();
        List<Entry> entries = booking.enter(prepared, event, decidedAt, accepted);
        if (attempt.version() > 1) {
            state.correct(new CorrectedKey(attempt.key(), attempt.position()));
        }
        if (attempt.version() > 1 || decidedAt != attempt.position()) {
            state.noLongerRejected(attempt.key());
        }
        emit(Outcome.accepted(attempt.position(), decidedAt, attempt.key(), entries), out);
    }

    private void refuse(PreparedAttempt prepared, long decidedAt, Rejection rejection, Consumer<? super Outcome> out) {
        LogRecord.Attempt attempt = prepared.attempt();
        state.reject(new RejectedKey(attempt.key(), attempt.position(), rejection.code()));
        emit(Outcome.rejected(attempt.position(), decidedAt, attempt.key(), rejection, refusedAt(prepared.decoded())),
                out);
    }

    private void await(PreparedAttempt prepared, long decidedAt, Consumer<? super Outcome> out) {
        LogRecord.Attempt attempt = prepared.attempt();
        EventKey original = attempt.key().original();
        if (original == null) {
            throw new IllegalStateException("not a follow-up: " + attempt.key());
        }
        if (attempt.version() > 1 || decidedAt != attempt.position()) {
            state.noLongerRejected(attempt.key());
        }
        state.startWaiting(new WaitingFollowUp(attempt.key(), original, attempt.position()));
        recent.remember(prepared);
        emit(Outcome.waiting(attempt.position(), decidedAt, attempt.key()), out);
    }

    private void emit(Outcome outcome, Consumer<? super Outcome> out) {
        state.tally().count(outcome, 1);
        out.accept(outcome);
    }

    private Outcome.@Nullable RefusedAt refusedAt(@Nullable Decoded decoded) {
        String number = decoded instanceof Event event ? firstAccount(event) : null;
        if (number == null) {
            return null;
        }
        Account account = state.accountForRules(number);
        return new Outcome.RefusedAt(number, account == null ? 0 : account.sequence());
    }

    static @Nullable String firstAccount(Event event) {
        return switch (event) {
            case Event.CashDeposit deposit -> deposit.account();
            case Event.VerifyCashDeposit verification -> verification.account();
            case Event.CashWithdrawal withdrawal -> withdrawal.account();
            case Event.IncomingPayment payment -> payment.account();
            case Event.OutgoingPaymentUnverified payment -> payment.account();
            case Event.InterAccountTransfer transfer -> transfer.source();
            case Event.OutgoingPaymentVerified _,Event.OutgoingPaymentRejected _ -> null;
        };
    }

    private PreparedAttempt prepared(long position) {
        return recent.take(position);
    }

    /// What the rules see at the position that is being folded in.
    private final class View implements LedgerView {
        /// Attempts from this position on have no outcome yet.
        private long undecidedFrom;

        @Override
        public @Nullable Account account(String number) {
            return hindsight.seen(state.accountForRules(number));
        }

        @Override
        public Original original(EventKey key) {
            OpenMatter matter = hindsight.seen(key, state.openMatter(key));
            if (matter != null) {
                return new Original.Open(matter);
            }
            if (state.rejectedKey(key) != null) {
                return REJECTED;
            }
            long first = index.firstPositionBefore(key, undecidedFrom);
            // Originals never wait, so an earlier attempt that is not held has an outcome; it is not rejected and not open: it was
            // accepted.
            return first == 0 || state.pausing().isHeld(first)
                    ? UNDECIDED
                    : new Original.Settled(settledAccount(key, first),
                            hindsight.exclusions().mention(key, state.position()));
        }

        private String settledAccount(EventKey key, long first) {
            CorrectedKey corrected = state.correctedKey(key);
            long position = corrected == null ? first : corrected.position();
            List<String> known = index.accountsOf(position);
            if (!known.isEmpty()) {
                return known.getFirst();
            }
            PreparedAttempt inForce = prepared(position);
            String account = inForce.decoded() instanceof Event event ? firstAccount(event) : null;
            if (account == null) {
                throw new IllegalStateException("the accepted event " + key + " names no account");
            }
            return account;
        }
    }
}
