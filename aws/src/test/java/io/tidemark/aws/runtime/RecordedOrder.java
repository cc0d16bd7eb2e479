package io.tidemark.aws.runtime;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyHistory.Happened;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Works out of the index alone in which order attempts were judged: an account's entries by their sequence, what was refused at the sequence
/// where it was, a key's judgements by their revisions, a follow-up that waited before its original, and the rest by the clock.
final class RecordedOrder {
    private final List<Step> steps = new ArrayList<>();
    private final Map<Step, Set<Step>> after = new HashMap<>();

    /// One judgement of one attempt.
    private record Step(AttemptId id, KeyHistory.Kind kind, long revision, long atMicros) {}

    /// Where a judgement stands in an account: entries at their sequence, refusals just behind the one they were refused at.
    private record Stand(Step step, long sequence, boolean refused) {}

    private RecordedOrder() {}

    /// The attempts in the order in which they were first judged.
    static List<AttemptId> of(AccountBook book) {
        RecordedOrder order = new RecordedOrder();
        order.read(book);
        return order.sorted();
    }

    private void read(AccountBook book) {
        Map<String, List<Stand>> accounts = new HashMap<>();
        Map<EventKey, List<Step>> keys = new HashMap<>();
        try (Cursor<KeyHistory> histories = book.histories()) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                List<Step> ofKey = keys.computeIfAbsent(history.record().key(), _ -> new ArrayList<>());
                for (Happened happened : history.happened()) {
                    if (happened.kind().isJudgement()) {
                        Step step = new Step(new AttemptId(history.record().key(), happened.version()),
                                happened.kind(), happened.revision(), happened.atMicros());
                        if (!ofKey.contains(step)) {
                            ofKey.add(step);
                            steps.add(step);
                        }
                        Long sequence = happened.sequence();
                        if (happened.account() != null && sequence != null) {
                            accounts.computeIfAbsent(happened.account(), _ -> new ArrayList<>()).add(
                                    new Stand(step, sequence, happened.kind() == KeyHistory.Kind.REJECTED));
                        }
                    }
                }
            }
        }
        keys.values().forEach(ofKey -> {
            ofKey.sort(Comparator.comparingLong(Step::revision));
            for (int i = 1; i < ofKey.size(); i++) {
                put(ofKey.get(i - 1), ofKey.get(i));
            }
        });
        accounts.values().forEach(this::chain);
        keys.forEach((key, ofKey) -> {
            EventKey original = key.original();
            if (original != null) {
                follow(ofKey, keys.getOrDefault(original, List.of()));
            }
        });
    }

    private void chain(List<Stand> stands) {
        stands.sort(Comparator.comparingLong(Stand::sequence).thenComparing(Stand::refused));
        Step entry = null;
        List<Step> refused = new ArrayList<>();
        for (Stand stand : stands) {
            if (entry != null) {
                put(entry, stand.step());
            }
            if (stand.refused()) {
                refused.add(stand.step());
            } else {
                refused.forEach(one -> put(one, stand.step()));
                refused.clear();
                entry = stand.step();
            }
        }
    }

    /// What waited stands before its original's judgement; everything else that became of a follow-up stands behind it.
    private void follow(List<Step> followUp, List<Step> original) {
        if (original.isEmpty()) {
            return;
        }
        for (Step step : followUp) {
            if (step.kind() == KeyHistory.Kind.WAITING) {
                put(step, original.getFirst());
            } else if (step.kind() == KeyHistory.Kind.ACCEPTED) {
                original.stream().filter(one -> one.kind() == KeyHistory.Kind.ACCEPTED)
                        .forEach(one -> put(one, step));
            }
        }
    }

    private void put(Step first, Step then) {
        if (!first.equals(then)) {
            after.computeIfAbsent(first, _ -> new HashSet<>()).add(then);
        }
    }

    private List<AttemptId> sorted() {
        Map<Step, Integer> open = new HashMap<>();
        steps.forEach(step -> open.put(step, 0));
        after.values().forEach(all -> all.forEach(step -> open.merge(step, 1, Integer::sum)));
        PriorityQueue<Step> ready = new PriorityQueue<>(Comparator.comparingLong(Step::atMicros)
                .thenComparing(step -> step.id().toString()).thenComparingLong(Step::revision));
        open.forEach((step, count) -> {
            if (count == 0) {
                ready.add(step);
            }
        });
        List<AttemptId> order = new ArrayList<>();
        Set<AttemptId> seen = new HashSet<>();
        int taken = 0;
        for (Step step = ready.poll(); step != null; step = ready.poll()) {
            taken++;
            if (seen.add(step.id())) {
                order.add(step.id());
            }
            for (Step next : after.getOrDefault(step, Set.of())) {
                if (open.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        if (taken != steps.size()) {
            throw new IllegalStateException("what the index has noted goes in a circle");
        }
        return order;
    }
}
