package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that happened, or is to be decided: an attempt that is judged for the first time, or an operator's decision about a key.
/// What an outcome released is part of the step that released it.
final class Step {
    /// Recorded steps first, by when they were committed; then what no record tells of, by arrival.
    static final Comparator<Step> ORDER = Comparator.comparingInt((Step step) -> step.rank)
            .thenComparingLong(step -> step.micros).thenComparingLong(step -> step.fact.arrivalMicros())
            .thenComparing(step -> step.fact.attempt().key()).thenComparingInt(step -> step.place)
            .thenComparing(step -> step.fact.attempt().version());

    private static final Set<RejectionCode> BEHIND_THE_ORIGINAL = Set.of(RejectionCode.ORIGINAL_REJECTED,
            RejectionCode.ACCOUNT_MISMATCH, RejectionCode.ALREADY_SETTLED, RejectionCode.AMOUNT_EXCEEDS_DEPOSIT,
            RejectionCode.AMOUNT_EXCEEDS_HOLD);

    /// What kind of step it is.
    enum Kind {
        /// The attempt is judged for the first time.
        JUDGE,
        /// An operator had the rejected attempt judged again.
        RETRY,
        /// An operator ended the wait.
        END_WAIT
    }

    /// How much is known of a step, in the order in which steps are taken.
    static final int FIRST = 0;
    static final int RECORDED = 1;
    static final int BY_ARRIVAL = 2;
    static final int LAST = 3;

    final Kind kind;
    final AttemptFact fact;
    /// What the step itself came to, or null when that was not recorded.
    final @Nullable Recorded recorded;
    /// Its place among the steps of its key.
    final int place;
    int rank;
    long micros;
    /// What the record says of the follow-ups that the step released.
    final List<Release> releases = new ArrayList<>();
    /// Another follow-up of the same original that began to wait before this one, or null.
    @Nullable
    Release waitsAfter;
    /// Whether the record says that its key's wait was over before it.
    boolean afterRelease;
    /// Whether it waits for something that has not come about yet.
    boolean parked;
    boolean done;
    /// Who decided it and for what reason, where that is not recorded yet.
    @Nullable
    String why;

    /// One follow-up that was released.
    ///
    /// @param key      its key
    /// @param place    how many steps of its key come before
    /// @param recorded what it came to
    record Release(EventKey key, int place, Recorded recorded) {
        /// Those that began to wait first are judged first; what they came to tells it.
        long turn() {
            if (recorded.state() == OutcomeState.ACCEPTED) {
                return recorded.sequences().values().stream().mapToLong(Long::longValue).min().orElse(0);
            }
            return recorded.code() == RejectionCode.ALREADY_SETTLED ? Long.MAX_VALUE : 0;
        }
    }

    private Step(Kind kind, AttemptFact fact, @Nullable Recorded recorded, int place, int rank, long micros) {
        this.kind = kind;
        this.fact = fact;
        this.recorded = recorded;
        this.place = place;
        this.rank = rank;
        this.micros = micros;
    }

    /// A refusal changes no account, so that it may be taken wherever the rules say just what was recorded: it is tried first, at every
    /// state of what it depends on. The clocks of those who committed need not agree for that.
    static Step recorded(Kind kind, AttemptFact fact, Recorded recorded, int place) {
        boolean refusal = recorded.state() == OutcomeState.REJECTED;
        return new Step(kind, fact, recorded, place, RECORDED, refusal ? Long.MIN_VALUE : recorded.decidedMicros());
    }

    static Step unrecorded(AttemptFact fact, int place) {
        return new Step(Kind.JUDGE, fact, null, place, BY_ARRIVAL, fact.arrivalMicros());
    }

    /// The end of a wait by a decision that is only being taken.
    ///
    /// @param why who decided it and for what reason
    static Step endingWait(AttemptFact fact, String why, int place) {
        Step step = new Step(Kind.END_WAIT, fact, null, place, LAST, Long.MAX_VALUE);
        step.why = why;
        return step;
    }

    EventKey key() {
        return fact.attempt().key();
    }

    /// The operator and the reason, as the decision was recorded.
    String decision() {
        if (why != null) {
            return why;
        }
        String cause = recorded == null ? null : recorded.cause();
        if (cause == null) {
            return recorded == null || recorded.reason() == null ? "" : recorded.reason();
        }
        String opening = kind == Kind.RETRY ? "retry by " : "reject by ";
        return cause.startsWith(opening) ? cause.substring(opening.length()) : cause;
    }

    /// Whether the record says that the follow-up began to wait, or ceased to before its original had an outcome.
    boolean isBeforeOriginal() {
        return recorded != null && key().original() != null
                && (recorded.state() == OutcomeState.WAITING || kind == Kind.END_WAIT);
    }

    /// Whether the record says something of the follow-up that can be said only when its original has an outcome.
    boolean isBehindOriginal() {
        return recorded != null && key().original() != null && (recorded.state() == OutcomeState.ACCEPTED
                || (recorded.code() != null && BEHIND_THE_ORIGINAL.contains(recorded.code())));
    }

    @Override
    public String toString() {
        return kind + " " + fact.attempt() + (recorded == null ? "" : " " + recorded);
    }
}
