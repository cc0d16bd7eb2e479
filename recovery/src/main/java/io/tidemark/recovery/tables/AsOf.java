package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What is known, as of a moment of arrival. What had arrived by then counts, with what was recorded of it, whenever that was decided; what
/// arrived later does not, nor what it brought about:
///
/// - Equal bytes under one key are one event, which arrived when the first of them did.
/// - A decision of an operator counts when it was taken by then.
/// - A follow-up that was decided behind an original which arrived later waits.
/// - In each account the entries that count keep their order, and close up.
final class AsOf {
    /// What can be said of a follow-up only when its original is there.
    private static final Set<RejectionCode> BEHIND_THE_ORIGINAL = Set.of(RejectionCode.ORIGINAL_REJECTED,
            RejectionCode.ACCOUNT_MISMATCH, RejectionCode.ALREADY_SETTLED, RejectionCode.AMOUNT_EXCEEDS_DEPOSIT,
            RejectionCode.AMOUNT_EXCEEDS_HOLD, RejectionCode.UNKNOWN_ACCOUNT, RejectionCode.INSUFFICIENT_FUNDS,
            RejectionCode.BALANCE_LIMIT);

    private final long toMicros;
    private final Map<AttemptId, Long> arrivals = new HashMap<>();
    /// The attempts that were the first of their key to be decided.
    private final Map<EventKey, AttemptId> firstDecided = new HashMap<>();
    private final Set<EventKey> keys = new TreeSet<>();
    private final List<AttemptFact> counted = new ArrayList<>();
    private final List<AttemptFact> later = new ArrayList<>();
    private final List<String> decisions = new ArrayList<>();
    /// The sequences of entries that do not count, by account.
    private final Map<String, List<Long>> dropped = new HashMap<>();
    private boolean cut;

    /// Looks at all that is known as of a moment. Reads the bodies of attempts of which nothing else tells when they arrived.
    ///
    /// @param toMicros the moment, in microseconds since 1970
    AsOf(List<AttemptFact> facts, HeldBodies bodies, long toMicros) {
        this.toMicros = toMicros;
        bodies.fetch(facts.stream().filter(fact -> fact.arrivalMicros() == 0).map(AttemptFact::attempt).toList());
        List<AttemptFact> known = facts.stream().map(fact -> arrived(fact, bodies)).toList();
        readArrivals(known);
        known.stream().filter(this::counts).forEach(fact -> keys.add(fact.attempt().key()));
        List<AttemptFact> counting = new ArrayList<>();
        for (AttemptFact fact : known) {
            if (counts(fact)) {
                counting.add(asOf(fact));
            } else {
                drop(fact.recorded());
                addLater(fact);
            }
        }
        dropped.values().forEach(Collections::sort);
        counting.forEach(fact -> counted.add(new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(),
                fact.places(), fact.recorded().stream().map(this::closedUp).toList())));
    }

    /// An attempt of which an entry alone tells, with its arrival as its body says it. One that no bucket has counts, so that it is missed.
    private static AttemptFact arrived(AttemptFact fact, HeldBodies bodies) {
        StoredAttempt stored = fact.arrivalMicros() == 0 ? bodies.read(fact.attempt()) : null;
        return stored == null ? fact
                : new AttemptFact(fact.attempt(), stored.arrivalMicros(), fact.order(), fact.places(), fact.recorded());
    }

    private void readArrivals(List<AttemptFact> facts) {
        record Bytes(EventKey key, Sha256 digest) {}
        Map<Bytes, Long> first = new HashMap<>();
        Map<EventKey, Long> revisions = new HashMap<>();
        for (AttemptFact fact : facts) {
            EventKey key = fact.attempt().key();
            if (!fact.recorded().isEmpty()) {
                Recorded recorded = fact.recorded().getFirst();
                first.merge(new Bytes(key, recorded.digest()), fact.arrivalMicros(), Math::min);
                if (recorded.state() != null && recorded.revision() < revisions.getOrDefault(key, Long.MAX_VALUE)) {
                    revisions.put(key, recorded.revision());
                    firstDecided.put(key, fact.attempt());
                }
            }
        }
        for (AttemptFact fact : facts) {
            Long ofItsBytes = fact.recorded().isEmpty() ? null
                    : first.get(new Bytes(fact.attempt().key(), fact.recorded().getFirst().digest()));
            arrivals.put(fact.attempt(), ofItsBytes == null ? fact.arrivalMicros() : ofItsBytes);
        }
    }

    private boolean counts(AttemptFact fact) {
        return arrivals.getOrDefault(fact.attempt(), 0L) <= toMicros;
    }

    /// Notes that an attempt is undecided. Of bytes that others have under the key and that no bucket keeps there is nothing to decide.
    private void addLater(AttemptFact fact) {
        boolean duplicate = !fact.recorded().isEmpty()
                && fact.recorded().stream().allMatch(recorded -> recorded.state() == null);
        if (!duplicate || fact.places().contains(Bucket.NEW)) {
            later.add(LeftHistory.withoutCopies(new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(),
                    fact.places(), List.of())));
        }
    }

    /// Leaves out what was recorded of an attempt that counts, and names the decisions in it.
    private void leaveOut(AttemptFact fact, List<Recorded> recorded) {
        drop(recorded);
        recorded.stream().filter(one -> one.cause() != null)
                .forEach(one -> decisions.add(fact.attempt().key() + ": " + one.cause()));
    }

    private void drop(List<Recorded> recorded) {
        cut |= !recorded.isEmpty();
        for (Recorded one : recorded) {
            if (one.state() == OutcomeState.ACCEPTED) {
                one.sequences().forEach((account, sequence) -> dropped
                        .computeIfAbsent(account, _ -> new ArrayList<>()).add(sequence));
            }
        }
    }

    /// An attempt that counts, with what counts of its record.
    private AttemptFact asOf(AttemptFact fact) {
        List<Recorded> recorded = fact.recorded();
        EventKey original = fact.attempt().key().original();
        if (original != null && !keys.contains(original) && !recorded.isEmpty()
                && isBehindOriginal(recorded.getFirst())) {
            leaveOut(fact, recorded);
            // It is to wait, and what copies tell of it is about what came of it behind its original.
            return LeftHistory.withoutCopies(new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(),
                    fact.places(), List.of()));
        }
        int kept = recorded.isEmpty() ? 0 : 1;
        while (kept < recorded.size() && isInEffect(fact.attempt(), recorded.get(kept - 1), recorded.get(kept))) {
            kept++;
        }
        leaveOut(fact, recorded.subList(kept, recorded.size()));
        return new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(), fact.places(),
                recorded.subList(0, kept));
    }

    private static boolean isBehindOriginal(Recorded recorded) {
        return recorded.state() == OutcomeState.ACCEPTED
                || (recorded.code() != null && BEHIND_THE_ORIGINAL.contains(recorded.code()));
    }

    /// Whether what became of an attempt later on is in effect.
    private boolean isInEffect(AttemptId attempt, Recorded before, Recorded recorded) {
        boolean decision = before.state() == OutcomeState.REJECTED
                || recorded.code() == RejectionCode.REJECTED_BY_OPERATOR;
        if (decision) {
            return recorded.decidedMicros() <= toMicros;
        }
        // A wait was ended by the first outcome of the original.
        EventKey original = attempt.key().original();
        AttemptId releasing = original == null ? null : firstDecided.get(original);
        return releasing != null && arrivals.getOrDefault(releasing, 0L) <= toMicros;
    }

    /// The record with the sequences that are left when those that do not count are taken out.
    private Recorded closedUp(Recorded recorded) {
        Map<String, Long> sequences = new HashMap<>();
        boolean accepted = recorded.state() == OutcomeState.ACCEPTED;
        recorded.sequences().forEach((account, sequence) -> {
            List<Long> gone = dropped.getOrDefault(account, List.of());
            // An entry comes behind those before it; what was refused, behind the one that the account stood at.
            int place = Collections.binarySearch(gone, accepted ? sequence : sequence + 1);
            sequences.put(account, sequence - (place < 0 ? -place - 1 : place));
        });
        return new Recorded(recorded.revision(), recorded.decidedMicros(), recorded.digest(), recorded.state(),
                recorded.code(), recorded.reason(), recorded.cause(), sequences);
    }

    /// An exclusion with its place among the entries that are left.
    TableExclusion closedUp(TableExclusion exclusion) {
        Map<String, Long> stood = new HashMap<>();
        exclusion.stood().forEach((account, sequence) -> {
            int place = Collections.binarySearch(dropped.getOrDefault(account, List.of()), sequence + 1);
            stood.put(account, sequence - (place < 0 ? -place - 1 : place));
        });
        return exclusion.standing(stood);
    }

    /// The attempts that count, each with what counts of its record.
    List<AttemptFact> counted() {
        return counted;
    }

    /// The attempts that arrived later, in their order, without what became of them.
    List<AttemptFact> later() {
        return later.stream().sorted(Comparator.comparingLong(AttemptFact::arrivalMicros)
                .thenComparing(fact -> fact.attempt().key())).toList();
    }

    /// The decisions of operators about attempts that count which are not in effect, in words.
    List<String> decisions() {
        return decisions;
    }

    /// Whether the tables that the records are of are not as of that moment: anything would be left out of them or added to them.
    boolean changes() {
        return cut || counted.stream().anyMatch(fact -> fact.recorded().isEmpty());
    }

    /// Whether anything was left out.
    boolean leavesOut() {
        return !later.isEmpty() || cut;
    }
}
