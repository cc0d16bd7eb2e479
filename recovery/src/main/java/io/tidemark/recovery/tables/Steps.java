package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes steps of facts.
final class Steps {
    private record Said(AttemptFact fact, Recorded recorded) {}

    private Steps() {}

    /// The steps that facts tell of, in no particular order.
    static List<Step> of(List<AttemptFact> facts) {
        Map<EventKey, List<AttemptFact>> byKey = new TreeMap<>();
        facts.forEach(fact -> byKey.computeIfAbsent(fact.attempt().key(), _ -> new ArrayList<>()).add(fact));
        List<Step> steps = new ArrayList<>();
        byKey.values().forEach(attempts -> addOfKey(attempts, steps));
        return steps;
    }

    private static void addOfKey(List<AttemptFact> attempts, List<Step> steps) {
        List<Said> said = new ArrayList<>();
        for (AttemptFact fact : attempts) {
            fact.recorded().forEach(recorded -> said.add(new Said(fact, recorded)));
        }
        said.sort(Comparator.comparingLong(each -> each.recorded().revision()));
        Map<String, Recorded> before = new HashMap<>();
        int place = 0;
        for (Said each : said) {
            Recorded earlier = before.put(each.fact().attempt().version(), each.recorded());
            if (earlier == null) {
                steps.add(Step.recorded(Step.Kind.JUDGE, each.fact(), each.recorded(), place++));
            } else if (earlier.state() == OutcomeState.REJECTED) {
                steps.add(Step.recorded(Step.Kind.RETRY, each.fact(), each.recorded(), place++));
            } else if (each.recorded().code() == RejectionCode.REJECTED_BY_OPERATOR) {
                steps.add(Step.recorded(Step.Kind.END_WAIT, each.fact(), each.recorded(), place++));
            }
            // What ended a wait otherwise is the step of the original.
        }
        List<AttemptFact> silent = attempts.stream().filter(fact -> fact.recorded().isEmpty())
                .sorted(Comparator.comparingLong(AttemptFact::arrivalMicros).thenComparingInt(AttemptFact::order))
                .toList();
        for (AttemptFact fact : silent) {
            steps.add(Step.unrecorded(fact, place++));
        }
    }
}
