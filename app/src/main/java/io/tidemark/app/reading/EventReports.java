package io.tidemark.app.reading;

import io.tidemark.app.reading.EventReport.AccountSequence;
import io.tidemark.app.reading.EventReport.AttemptReport;
import io.tidemark.app.reading.EventReport.Happening;
import io.tidemark.app.reading.EventReport.State;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.Stores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out what became of events.
public final class EventReports {
    private EventReports() {}

    /// What became of an event, or null when nothing was ever put under that key.
    ///
    /// @param ledger a view of the ledger, or null when nothing was ever processed
    public static @Nullable EventReport of(Stores stores, @Nullable LedgerReader ledger, EventKey key) {
        List<LogRecord.Attempt> attempts = stores.log().attempts(key);
        if (attempts.isEmpty()) {
            return null;
        }
        List<AttemptReport> reports = new ArrayList<>();
        List<Happening> history = new ArrayList<>();
        Outcome accepted = null;
        for (LogRecord.Attempt attempt : attempts) {
            List<Outcome> outcomes = ledger == null ? List.of() : outcomes(ledger, attempt);
            Outcome last = outcomes.isEmpty() ? null : outcomes.getLast();
            HeldAttempt held = ledger == null ? null : ledger.heldAttempt(attempt.position());
            reports.add(report(stores, attempt, last, held == null ? null : held.account()));
            history.add(new Happening(attempt.position(), attempt.arrivalMicros(), attempt.version(), State.NEW, null,
                    null));
            outcomes.forEach(outcome -> history.add(happening(stores, attempt, outcome)));
            if (last != null && last.state() == OutcomeState.ACCEPTED) {
                accepted = last;
                Happening excluded = excluded(stores, ledger, attempt, last);
                if (excluded != null) {
                    history.add(excluded);
                }
            }
        }
        history.sort(Comparator.comparingLong(Happening::position));
        List<AccountSequence> accounts = accepted == null
                ? List.of()
                : accepted.entries().stream().map(entry -> new AccountSequence(entry.account(), entry.sequence()))
                        .toList();
        LedgerReader.RejectedKey rejected = ledger == null ? null : ledger.rejectedKey(key);
        AttemptReport inForce = inForce(reports, rejected == null ? 0 : rejected.position());
        return new EventReport(key, inForce.state(), inForce.rejection(), accounts, reports, history);
    }

    /// The attempt by which the key stands: the accepted or waiting one; else the last that was judged afresh and rejected, which one
    /// that came while another waited was not; else the first.
    ///
    /// @param rejectedPosition the attempt by which the key stands rejected, or 0 when it does not
    private static AttemptReport inForce(List<AttemptReport> attempts, long rejectedPosition) {
        AttemptReport inForce = attempts.getFirst();
        for (AttemptReport attempt : attempts) {
            switch (attempt.state()) {
                case ACCEPTED, WAITING -> {
                    return attempt;
                }
                case REJECTED -> inForce = inForce.position() == rejectedPosition ? inForce : attempt;
                case NEW, DUPLICATE, EXCLUDED -> {
                    // What was not judged does not change how the key stands.
                }
            }
        }
        return inForce;
    }

    /// An attempt's outcomes; where history is still being filled in, what the ledger's working state says instead.
    private static List<Outcome> outcomes(LedgerReader ledger, LogRecord.Attempt attempt) {
        List<Outcome> outcomes = ledger.outcomes(attempt.position());
        LedgerReader.Summary summary = ledger.summary();
        if (!outcomes.isEmpty() || attempt.position() > summary.position()
                || attempt.position() >= summary.historyFrom() || ledger.heldAttempt(attempt.position()) != null) {
            return outcomes;
        }
        LedgerReader.RejectedKey rejected = ledger.rejectedKey(attempt.key());
        if (rejected != null) {
            return List.of(Outcome.rejected(attempt.position(), attempt.position(), attempt.key(),
                    new Rejection(rejected.code(), "the history up to here is still being filled in"), null));
        }
        return List.of(waits(ledger, attempt.key())
                ? Outcome.waiting(attempt.position(), attempt.position(), attempt.key())
                : Outcome.accepted(attempt.position(), attempt.position(), attempt.key(), List.of()));
    }

    private static boolean waits(LedgerReader ledger, EventKey key) {
        try (Cursor<LedgerReader.WaitingFollowUp> waiting = ledger.waitingFollowUps()) {
            for (LedgerReader.WaitingFollowUp one = waiting.next(); one != null; one = waiting.next()) {
                if (one.key().equals(key)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static AttemptReport report(Stores stores, LogRecord.Attempt attempt, @Nullable Outcome last,
            @Nullable String heldFor) {
        return new AttemptReport(attempt.version(), attempt.position(), attempt.arrivalMicros(), attempt.source(),
                attempt.body().length(), attempt.body().digest(),
                stores.buckets().bucketOf(attempt.position()), last == null ? State.NEW : state(last),
                last == null ? null : last.rejection(), heldFor);
    }

    private static State state(Outcome outcome) {
        return switch (outcome.state()) {
            case ACCEPTED -> State.ACCEPTED;
            case REJECTED -> State.REJECTED;
            case WAITING -> State.WAITING;
        };
    }

    private static Happening happening(Stores stores, LogRecord.Attempt attempt, Outcome outcome) {
        if (outcome.decidedAt() == attempt.position()) {
            return new Happening(outcome.decidedAt(), attempt.arrivalMicros(), attempt.version(), state(outcome),
                    outcome.rejection(), null);
        }
        LogRecord decider = stores.log().record(outcome.decidedAt());
        return new Happening(outcome.decidedAt(), decider == null ? 0 : decider.arrivalMicros(), attempt.version(),
                state(outcome), outcome.rejection(), decider == null ? null : cause(decider));
    }

    /// What took the effects of an accepted attempt out, or null when they stay.
    private static @Nullable Happening excluded(Stores stores, @Nullable LedgerReader ledger, LogRecord.Attempt attempt,
            Outcome accepted) {
        if (ledger == null || accepted.entries().isEmpty()
                || accepted.entries().getFirst().status() != EntryStatus.EXCLUDED) {
            return null;
        }
        Exclusions exclusions = Exclusions.of(stores.log(), ledger.summary().position());
        long position = exclusions.takenOutAt(attempt.key(), attempt.position(), accepted.decidedAt());
        EventKey original = attempt.key().original();
        for (LogRecord.Attempt first : original == null ? List.<LogRecord.Attempt>of()
                : stores.log().attempts(original)) {
            for (Outcome outcome : ledger.outcomes(first.position())) {
                if (outcome.state() == OutcomeState.ACCEPTED) {
                    long with = exclusions.takenOutAt(first.key(), first.position(), outcome.decidedAt());
                    position = position == 0 || (with != 0 && with < position) ? with : position;
                }
            }
        }
        LogRecord decider = position == 0 ? null : stores.log().record(position);
        return decider == null
                ? null
                : new Happening(position, decider.arrivalMicros(), attempt.version(), State.EXCLUDED, null,
                        cause(decider));
    }

    private static String cause(LogRecord decider) {
        return switch (decider) {
            case LogRecord.Attempt original -> "the outcome of " + original.key();
            case LogRecord.Control control -> verb(control.action()) + " by " + control.operator() + ": "
                    + control.reason();
        };
    }

    private static String verb(ControlAction action) {
        return switch (action) {
            case ControlAction.Retry _ -> "retry";
            case ControlAction.Reject _ -> "reject";
            case ControlAction.UseRules(int version) -> "rules " + version;
            case ControlAction.PauseAccount(String account) -> "pause " + account;
            case ControlAction.ResumeAccount(String account) -> "resume " + account;
            case ControlAction.Exclude _ -> "exclude";
        };
    }
}
