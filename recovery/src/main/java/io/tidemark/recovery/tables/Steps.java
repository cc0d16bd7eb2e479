package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes steps of facts.
final class Steps {
    private static final Comparator<AttemptFact> BY_ARRIVAL = Comparator.comparingLong(AttemptFact::arrivalMicros)
            .thenComparingInt(AttemptFact::order);

    private record Said(AttemptFact fact, Recorded recorded) {}

    private Steps() {}

    /// The steps that facts tell of, in no particular order.
    ///
    /// @param told attempts of which only copies tell what was recorded
    static List<Step> of(List<AttemptFact> facts, Set<AttemptId> told) {
        Map<EventKey, List<AttemptFact>> byKey = new TreeMap<>();
        facts.forEach(fact -> byKey.computeIfAbsent(fact.attempt().key(), _ -> new ArrayList<>()).add(fact));
        List<Step> steps = new ArrayList<>();
        Map<EventKey, List<Step.Release>> releases = new HashMap<>();
        byKey.values().forEach(attempts -> addOfKey(attempts, told, steps, releases));
        Map<EventKey, Step.Release> before = new HashMap<>();
        releases.values().forEach(released -> {
            released.sort(Comparator.comparingLong(Step.Release::turn));
            for (int i = 1; i < released.size(); i++) {
                before.put(released.get(i).key(), released.get(i - 1));
            }
        });
        for (Step step : steps) {
            if (step.recorded != null && step.recorded.state() == OutcomeState.WAITING) {
                step.waitsAfter = before.get(step.key());
            }
            if (step.place == 0) {
                step.releases.addAll(releases.getOrDefault(step.key(), List.of()));
            }
        }
        return steps;
    }

    private static void addOfKey(List<AttemptFact> attempts, Set<AttemptId> told, List<Step> steps,
            Map<EventKey, List<Step.Release>> releases) {
        List<Said> said = new ArrayList<>();
        for (AttemptFact fact : attempts) {
            fact.recorded().forEach(recorded -> said.add(new Said(fact, recorded)));
        }
        said.sort(Comparator.comparingLong(each -> each.recorded().revision()));
        Map<String, Recorded> before = new HashMap<>();
        int place = 0;
        int first = steps.size();
        int released = Integer.MAX_VALUE;
        // Where the record is of no table, a silent attempt may have been judged before what the record tells of.
        boolean mixed = attempts.stream().anyMatch(fact -> told.contains(fact.attempt()));
        Deque<AttemptFact> silent = new ArrayDeque<>(attempts.stream().filter(fact -> fact.recorded().isEmpty())
                .sorted(BY_ARRIVAL).toList());
        for (Said each : said) {
            while (mixed && !silent.isEmpty() && BY_ARRIVAL.compare(silent.getFirst(), each.fact()) < 0) {
                steps.add(Step.unrecorded(silent.removeFirst(), place++));
            }
            Recorded earlier = before.put(each.fact().attempt().version(), each.recorded());
            if (earlier == null) {
                steps.add(Step.recorded(Step.Kind.JUDGE, each.fact(), each.recorded(), place++));
            } else if (earlier.state() == OutcomeState.REJECTED) {
                steps.add(Step.recorded(Step.Kind.RETRY, each.fact(), each.recorded(), place++));
            } else if (each.recorded().code() == RejectionCode.REJECTED_BY_OPERATOR) {
                steps.add(Step.recorded(Step.Kind.END_WAIT, each.fact(), each.recorded(), place++));
            } else {
                // What ended a wait otherwise is the step of the original, which is its key's first.
                EventKey key = each.fact().attempt().key();
                EventKey original = key.original();
                if (original != null) {
                    releases.computeIfAbsent(original, _ -> new ArrayList<>())
                            .add(new Step.Release(key, place, each.recorded()));
                    released = Math.min(released, place);
                }
            }
        }
        for (Step step : steps.subList(first, steps.size())) {
            step.afterRelease = step.place >= released;
        }
        for (AttemptFact fact : silent) {
            steps.add(Step.unrecorded(fact, place++));
        }
    }
}
