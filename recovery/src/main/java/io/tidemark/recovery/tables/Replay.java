package io.tidemark.recovery.tables;

import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Judgement;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts what was recorded back into one order and judges it again in it. Where an order is not recorded, it is found: what the buckets
/// say was accepted is taken when the rules accept it, what they say was refused when the rules refuse it, by arrival otherwise.
final class Replay {
    private static final int MOST_ROUNDS = 4;

    private final AttemptStore attempts;
    private final List<AttemptFact> facts;
    private final long nowMicros;
    private final boolean fromCopy;
    private final Set<AttemptId> told;
    private final List<TableExclusion> exclusions;

    /// @param attempts  the bodies
    /// @param facts     what is known of every attempt
    /// @param nowMicros when what is decided afresh is decided, in microseconds since 1970
    /// @param fromCopy  whether the records come from a copy that may have been made in the middle of a commit: what lies behind a gap is
    ///                  then put in its place again; otherwise a gap stops its account
    /// @param told      attempts of which only copies tell what was recorded when they were put
    /// @param exclusions what was excluded, in the order in which that was decided; one that does not say where accounts stood comes behind
    ///                   everything
    Replay(AttemptStore attempts, List<AttemptFact> facts, long nowMicros, boolean fromCopy, Set<AttemptId> told,
            List<TableExclusion> exclusions) {
        this.attempts = attempts;
        this.facts = facts;
        this.nowMicros = nowMicros;
        this.fromCopy = fromCopy;
        this.told = told;
        this.exclusions = exclusions;
    }

    /// What a replay came to.
    ///
    /// @param taken       the steps in the order that was found
    /// @param afresh      attempts of which nothing told what became of them, in the order in which they were decided on
    /// @param byBucket    how many attempts only the buckets told of
    /// @param missing     attempts that no bucket has
    /// @param stopped     accounts whose recorded order could not be followed to its end, because attempts are missing
    /// @param differences what the rules decide otherwise than was recorded
    /// @param book        the state of all accounts, keys and matters at the end, as it is seen; heads in it mean nothing where something is
    ///                    excluded
    /// @param excluded    the exclusions, in their places
    /// @param kept        what was taken, as it is kept
    record Replayed(List<Round.Taken> taken, List<AttemptId> afresh, long byBucket, List<AttemptId> missing,
            Set<String> stopped, List<Difference> differences, MemoryBook book, List<Effects.Excluded> excluded,
            KeptHistory kept) {
        boolean isComplete() {
            return missing.isEmpty();
        }
    }

    Replayed run() {
        List<Step> steps = Steps.of(facts, told);
        Set<AttemptId> behindGap = new HashSet<>();
        boolean places = true;
        for (int number = 1;; number++) {
            Expectations expectations = new Expectations(facts, behindGap, told,
                    fromCopy && !told.isEmpty());
            Round round = new Round(steps, expectations, attempts, nowMicros, exclusions, places);
            round.run();
            boolean changed = isChanged(steps, round, behindGap);
            if (!changed && places && !exclusions.isEmpty() && (round.isLeftExclusion() || !round.left().isEmpty())) {
                // What was committed behind an exclusion by who did not know of it was decided with what it took out.
                places = false;
                changed = true;
            }
            if (number == MOST_ROUNDS || !changed) {
                return result(round, expectations);
            }
        }
    }

    /// Changes the order that is wanted so that what was left may be taken.
    private boolean isChanged(List<Step> steps, Round round, Set<AttemptId> behindGap) {
        boolean changed = false;
        boolean acceptedLeft = false;
        for (Step step : round.left()) {
            if (step.rank == Step.RECORDED) {
                if (fromCopy) {
                    step.rank = Step.BY_ARRIVAL;
                    step.micros = step.recorded == null ? step.fact.arrivalMicros() : step.recorded.decidedMicros();
                    behindGap.add(step.fact.attempt());
                    changed = true;
                }
            } else if (step.fact.places().contains(Bucket.REJECTED)) {
                changed |= step.rank != Step.FIRST;
                step.rank = Step.FIRST;
            } else {
                acceptedLeft |= step.fact.places().contains(Bucket.ARCHIVE);
            }
        }
        if (acceptedLeft) {
            for (Step step : steps) {
                if (step.rank == Step.BY_ARRIVAL && isSilent(step)) {
                    step.rank = Step.LAST;
                    changed = true;
                }
            }
        }
        return changed;
    }

    /// Whether nothing tells what became of an attempt.
    private static boolean isSilent(Step step) {
        return step.recorded == null && !step.fact.places().contains(Bucket.ARCHIVE)
                && !step.fact.places().contains(Bucket.REJECTED);
    }

    private Replayed result(Round round, Expectations expectations) {
        List<AttemptId> afresh = new ArrayList<>();
        long byBucket = 0;
        for (Round.Taken taken : round.taken()) {
            Step step = taken.step();
            Judgement judgement = taken.commit().judgements().getFirst();
            if (step.kind == Step.Kind.JUDGE && isSilent(step) && judgement.state() != null) {
                afresh.add(step.fact.attempt());
            } else if (step.kind == Step.Kind.JUDGE
                    && (step.recorded == null || told.contains(step.fact.attempt()))) {
                byBucket++;
            }
        }
        Set<String> stopped = new TreeSet<>();
        List<Difference> differences = new ArrayList<>();
        for (Step step : round.left()) {
            Map<String, Long> at = step.recorded == null ? Map.of() : step.recorded.sequences();
            stopped.addAll(at.keySet());
            String found = round.contradiction(step);
            if (round.missing().isEmpty()) {
                differences.add(difference(step, at, expectations.expected(step), found));
            }
        }
        if (round.isLeftExclusion() && round.missing().isEmpty()) {
            differences.add(Difference.ofWhole(Kind.OUTCOME, "every exclusion in its place",
                    "one that could not be taken"));
        }
        return new Replayed(round.taken(), afresh, byBucket,
                round.missing().stream().map(step -> step.fact.attempt()).toList(), stopped, differences,
                round.book(), round.excluded(), new KeptHistory(round.taken(), round.excluded()));
    }

    private static Difference difference(Step step, Map<String, Long> at, String expected,
            @Nullable String found) {
        String account = at.isEmpty() ? null : new TreeSet<>(at.keySet()).first();
        return new Difference(Kind.OUTCOME, account, step.key().text(), account == null ? null : at.get(account), null,
                "by the record: " + expected,
                found == null ? "nothing that comes before it in its account or key leads there"
                        : "by the rules: " + found);
    }
}
