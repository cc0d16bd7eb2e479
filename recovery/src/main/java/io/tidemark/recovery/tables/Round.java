package io.tidemark.recovery.tables;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.recovery.tables.Expectations.Contradiction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes steps in the order that they want, each as soon as all is as it was recorded to have been: an entry when its account has come
/// to the sequence before it and all refusals there are repeated; a refusal while its account stands where it was refused; an
/// original when those that waited for it wait. One use, one thread.
final class Round {
    private static final EventDecoder DECODER = new ScanningEventDecoder();

    private final Expectations expectations;
    private final AttemptStore attempts;
    private final MemoryBook book = new MemoryBook(this::seen);
    private final Judge judge;
    private final TreeSet<Step> ready = new TreeSet<>(Step.ORDER.thenComparingInt(System::identityHashCode));
    /// Steps that wait, by what they wait for.
    private final Map<String, List<Step>> parked = new HashMap<>();
    private final Map<EventKey, Integer> nextPlace = new HashMap<>();
    /// Recorded refusals that were not repeated yet, by account and sequence.
    private final Map<String, TreeMap<Long, Integer>> refusals = new HashMap<>();
    /// Recorded steps of follow-ups that come before their original's first outcome.
    private final Map<EventKey, Integer> beforeOriginal = new HashMap<>();
    private final Map<Step, String> contradictions = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final List<Step> missing = new ArrayList<>();
    private final List<Step> all;
    private final long nowMicros;
    private final Deciding deciding;
    private @Nullable Step current;
    private @Nullable BookCommit committed;

    /// @param nowMicros when what is decided afresh is decided, in microseconds since 1970
    /// @param exclusions what was excluded, in the order in which that was decided
    /// @param places     whether their places in the order hold
    Round(List<Step> steps, Expectations expectations, AttemptStore attempts, long nowMicros,
            List<TableExclusion> exclusions, boolean places) {
        this.expectations = expectations;
        this.nowMicros = nowMicros;
        this.attempts = attempts;
        judge = new Judge(book, attempts);
        deciding = new Deciding(exclusions, places, book);
        all = steps;
        for (Step step : steps) {
            step.parked = false;
            step.done = false;
            ready.add(step);
            standing(step).forEach((account, sequence) -> refusals.computeIfAbsent(account, _ -> new TreeMap<>())
                    .merge(sequence, 1, Integer::sum));
            if (isHeldBefore(step)) {
                beforeOriginal.merge(original(step), 1, Integer::sum);
            }
        }
    }

    /// One step that was taken, with what it did.
    ///
    /// @param step          the step
    /// @param commit        what was committed
    /// @param decidedMicros when it was decided first
    record Taken(Step step, BookCommit commit, long decidedMicros) {}

    private static boolean isRanked(Step step) {
        return step.rank == Step.RECORDED;
    }

    /// Where other accounts stood when the step was taken, whose follow-ups it released and that were refused.
    private static Map<String, Long> releasedAt(Step step) {
        Map<String, Long> at = new HashMap<>();
        Recorded own = step.recorded;
        if (isRanked(step) && own != null) {
            step.releases.stream().filter(release -> release.recorded().state() == OutcomeState.REJECTED)
                    .forEach(release -> at.putAll(release.recorded().sequences()));
            at.keySet().removeAll(own.sequences().keySet());
        }
        return at;
    }

    /// Where accounts stood when a step was refused or released what was refused, as far as that is recorded or follows from what is.
    private Map<String, Long> standing(Step step) {
        Map<String, Long> at = new HashMap<>(releasedAt(step));
        at.putAll(refusedAt(step));
        return at;
    }

    private Map<String, Long> refusedAt(Step step) {
        Recorded recorded = step.recorded;
        if (!isRanked(step) || recorded == null || recorded.state() != OutcomeState.REJECTED) {
            return Map.of();
        }
        String target = recorded.code() == RejectionCode.UNKNOWN_ACCOUNT ? target(step) : null;
        if (target == null || recorded.sequences().containsValue(0L)) {
            return recorded.sequences();
        }
        // There was a source, so it is the target that was not there yet.
        Map<String, Long> at = new HashMap<>(recorded.sequences());
        at.put(target, 0L);
        return at;
    }

    private @Nullable String target(Step step) {
        EventType type = step.key().type();
        StoredAttempt stored = type == EventType.INTER_ACCOUNT_TRANSFER ? attempts.read(step.fact.attempt()) : null;
        if (type == null || stored == null) {
            return null;
        }
        Body body = stored.body();
        return DECODER.decode(type, body.array(), body.offset(),
                body.length()) instanceof Event.InterAccountTransfer one
                        ? one.target()
                        : null;
    }

    private static boolean isHeldBefore(Step step) {
        return isRanked(step) && step.isBeforeOriginal();
    }

    private static EventKey original(Step step) {
        EventKey original = step.key().original();
        if (original == null) {
            throw new IllegalStateException(step.key() + " is no follow-up");
        }
        return original;
    }

    /// Takes all steps that can be taken.
    void run() {
        boolean stopped = false;
        while (true) {
            if ((ready.isEmpty() || ready.first().rank > Step.RECORDED) && exclude(ready.isEmpty())) {
                continue;
            }
            if (ready.isEmpty()) {
                return;
            }
            if (!stopped && ready.first().rank > Step.RECORDED) {
                stopped = true;
                expectations.stop(stuckAccounts());
            }
            Step step = ready.removeFirst();
            String blocker = blocker(step);
            if (blocker == null) {
                take(step);
            } else {
                park(step, List.of(blocker));
            }
        }
    }

    /// Takes the next exclusion when its place has come: everything recorded that can be taken before it is.
    private boolean exclude(boolean nothingElse) {
        TableExclusion next = deciding.next(nothingElse);
        if (next == null) {
            return false;
        }
        for (EventKey key : next.ended()) {
            KeyRecord record = book.key(key);
            String version = record.inForce();
            AttemptFact fact = version == null ? null : expectations.fact(new AttemptId(key, version));
            if (record.standing() == KeyStanding.WAITING && fact != null && !expectations.knowsMore(fact)) {
                take(Step.endingWait(fact, next.operator() + ": " + next.reason(), nextPlace.getOrDefault(key, 0)));
            }
        }
        deciding.take(next, taken.size());
        if (!next.stood().isEmpty()) {
            // Whatever waits may depend on what was taken out. Nothing that is recorded comes behind what is only being decided.
            List.copyOf(parked.keySet()).forEach(this::wake);
        }
        return true;
    }

    /// The accounts of recorded steps that cannot be taken.
    private Set<String> stuckAccounts() {
        Set<String> accounts = new TreeSet<>();
        for (Step step : all) {
            Recorded recorded = step.recorded;
            if (isRanked(step) && !step.done && recorded != null) {
                accounts.addAll(recorded.sequences().keySet());
            }
        }
        return accounts;
    }

    /// What a step has to wait for, or null when it can be taken.
    private @Nullable String blocker(Step step) {
        EventKey key = step.key();
        if (nextPlace.getOrDefault(key, 0) < step.place) {
            return Tokens.key(key);
        }
        Recorded recorded = step.recorded;
        if (recorded == null || !isRanked(step)) {
            return null;
        }
        if (step.place == 0 && beforeOriginal.getOrDefault(key, 0) > 0) {
            return Tokens.before(key);
        }
        boolean behind = step.isBehindOriginal() || step.afterRelease;
        if (behind && book.key(original(step)).standing() == KeyStanding.NEW) {
            return Tokens.key(original(step));
        }
        Step.Release earlier = step.waitsAfter;
        if (earlier != null && nextPlace.getOrDefault(earlier.key(), 0) < earlier.place()) {
            return Tokens.key(earlier.key());
        }
        for (Step.Release release : step.releases) {
            if (nextPlace.getOrDefault(release.key(), 0) < release.place()) {
                return Tokens.key(release.key());
            }
        }
        for (Map.Entry<String, Long> at : releasedAt(step).entrySet()) {
            if (book.sequence(at.getKey()) < at.getValue()) {
                return Tokens.account(at.getKey());
            }
        }
        boolean accepted = recorded.state() == OutcomeState.ACCEPTED;
        for (Map.Entry<String, Long> at : recorded.sequences().entrySet()) {
            long due = accepted ? at.getValue() - 1 : at.getValue();
            boolean first = accepted
                    && (hasRefusalsUpTo(at.getKey(), due) || deciding.standsAt(at.getKey(), due));
            if (book.sequence(at.getKey()) < due || first) {
                return Tokens.account(at.getKey());
            }
        }
        return null;
    }

    private boolean hasRefusalsUpTo(String account, long sequence) {
        TreeMap<Long, Integer> open = refusals.get(account);
        return open != null && !open.isEmpty() && open.firstKey() <= sequence;
    }

    private void park(Step step, List<String> tokens) {
        step.parked = true;
        tokens.forEach(token -> parked.computeIfAbsent(token, _ -> new ArrayList<>()).add(step));
    }

    private void wake(String token) {
        List<Step> waiting = parked.remove(token);
        if (waiting != null) {
            for (Step step : waiting) {
                if (step.parked) {
                    step.parked = false;
                    ready.add(step);
                }
            }
        }
    }

    /// Called by the book before a commit takes effect.
    private void seen(BookCommit commit) {
        Step step = current;
        if (step == null) {
            throw new IllegalStateException("a commit that no step asked for");
        }
        deciding.check(commit);
        expectations.check(step, commit);
        expectations.happened(commit);
        deciding.happened(commit);
        committed = commit;
    }

    private void take(Step step) {
        current = step;
        committed = null;
        try {
            Recorded recorded = step.recorded;
            Verdict verdict = switch (step.kind) {
                case JUDGE -> judge.judge(step.fact.attempt());
                case RETRY -> judge.retry(step.key(), step.decision());
                case END_WAIT -> judge.endWait(step.key(), step.decision());
            };
            if (verdict.kind() == Verdict.Kind.MISSING) {
                missing.add(step);
                if (recorded != null && recorded.state() == OutcomeState.REJECTED) {
                    // It changed nothing, so that what came behind it can be taken.
                    settle(step);
                }
                return;
            }
            BookCommit commit = committed;
            if (commit == null) {
                contradictions.put(step, "its key stood otherwise");
                return;
            }
            contradictions.remove(step);
            long micros = recorded == null ? nowMicros : recorded.decidedMicros();
            taken.add(new Taken(step, commit, micros));
            settle(step);
            commit.accounts().forEach(account -> wake(Tokens.account(account.number())));
            commit.judgements().forEach(judgement -> wake(Tokens.key(judgement.before().key())));
        } catch (Contradiction e) {
            contradictions.put(step, String.valueOf(e.getMessage()));
            park(step, Tokens.lookedAt(step, e.commit()));
        }
    }

    private void settle(Step step) {
        step.done = true;
        nextPlace.put(step.key(), step.place + 1);
        wake(Tokens.key(step.key()));
        standing(step).forEach((account, sequence) -> {
            TreeMap<Long, Integer> open = refusals.getOrDefault(account, new TreeMap<>());
            open.computeIfPresent(sequence, (_, count) -> count == 1 ? null : count - 1);
            wake(Tokens.account(account));
        });
        if (isHeldBefore(step)) {
            beforeOriginal.merge(original(step), -1, Integer::sum);
            wake(Tokens.before(original(step)));
        }
    }

    /// The steps that were taken, in their order.
    List<Taken> taken() {
        return taken;
    }

    /// The exclusions that were taken, in their order.
    List<Effects.Excluded> excluded() {
        return deciding.excluded();
    }

    /// Whether exclusions could not be taken in their places.
    boolean isLeftExclusion() {
        return deciding.isLeft();
    }

    /// The steps whose attempts no bucket has.
    List<Step> missing() {
        return missing;
    }

    /// The steps that could not be taken, in their order, without those that are missing.
    List<Step> left() {
        return all.stream().filter(step -> !step.done && !missing.contains(step)).sorted(Step.ORDER).toList();
    }

    /// What a step came to instead of what was recorded, or null when it never came so far.
    @Nullable
    String contradiction(Step step) {
        return contradictions.get(step);
    }

    MemoryBook book() {
        return book;
    }
}
