package io.tidemark.recovery.tables;

import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome.RefusedAt;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Judgement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of each attempt, and whether a judgement says the same. For one thread.
final class Expectations {
    private final Map<AttemptId, AttemptFact> facts = new HashMap<>();
    /// How many of an attempt's recorded judgements were repeated.
    private final Map<AttemptId, Integer> repeated = new HashMap<>();
    /// Attempts of which the record lies behind a gap: that they were accepted or refused holds, the sequence does not.
    private final Set<AttemptId> behindGap;
    /// Accounts whose recorded order cannot be followed any further.
    private final Set<String> stopped = new HashSet<>();
    /// Attempts of which the record ends when their copies were put.
    private final Set<AttemptId> told;
    private final boolean fillsGaps;
    /// By account and sequence, whose entry is recorded there.
    private final Map<String, Map<Long, AttemptId>> reserved = new HashMap<>();

    /// @param behindGap attempts whose sequences do not hold
    /// @param told      attempts of which only copies tell what was recorded when they were put
    /// @param fillsGaps whether what nothing tells of may lie between what is recorded: then it takes no place where the record has another
    ///                  attempt's entry, and accounts do not stand still at gaps
    Expectations(List<AttemptFact> all, Set<AttemptId> behindGap, Set<AttemptId> told, boolean fillsGaps) {
        this.behindGap = behindGap;
        this.told = told;
        this.fillsGaps = fillsGaps;
        for (AttemptFact fact : all) {
            facts.put(fact.attempt(), fact);
            if (fillsGaps && !behindGap.contains(fact.attempt())) {
                fact.recorded().stream().filter(one -> one.state() == OutcomeState.ACCEPTED)
                        .forEach(one -> one.sequences().forEach((account, sequence) -> reserved
                                .computeIfAbsent(account, _ -> new HashMap<>()).put(sequence, fact.attempt())));
            }
        }
    }

    /// An outcome that is not the recorded one. Nothing was changed.
    static final class Contradiction extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient BookCommit commit;

        Contradiction(BookCommit commit, String what) {
            super(what, null, false, false);
            this.commit = commit;
        }

        BookCommit commit() {
            return commit;
        }
    }

    /// What is known of an attempt, or null when nothing is.
    @Nullable
    AttemptFact fact(AttemptId id) {
        return facts.get(id);
    }

    /// Whether a judgement of the attempt is recorded that was not repeated yet.
    boolean knowsMore(AttemptFact fact) {
        return repeated.getOrDefault(fact.attempt(), 0) < fact.recorded().size();
    }

    /// Lets nothing but recorded outcomes happen in these accounts from now on.
    void stop(Set<String> accounts) {
        if (!fillsGaps) {
            stopped.addAll(accounts);
        }
    }

    /// Holds a commit against the record.
    ///
    /// @throws Contradiction when it says something else
    void check(Step step, BookCommit commit) {
        for (Judgement judgement : commit.judgements()) {
            String wrong = isReserved(judgement) ? text(judgement) + ", where another entry is recorded"
                    : wrong(step, judgement);
            if (wrong != null) {
                throw new Contradiction(commit, wrong);
            }
        }
        if (step.rank > Step.RECORDED) {
            for (String account : commit.seen().keySet()) {
                if (stopped.contains(account)) {
                    throw new Contradiction(commit, "account " + account + " stands still at a gap");
                }
            }
        }
    }

    /// Notes that a commit took effect.
    void happened(BookCommit commit) {
        commit.judgements().forEach(judgement -> repeated.merge(judgement.attempt().id(), 1, Integer::sum));
    }

    private boolean isReserved(Judgement judgement) {
        return judgement.entries().stream().anyMatch(entry -> {
            AttemptId owner = reserved.getOrDefault(entry.account(), Map.of()).get(entry.sequence());
            return owner != null && !owner.equals(judgement.attempt().id());
        });
    }

    private @Nullable String wrong(Step step, Judgement judgement) {
        AttemptId id = judgement.attempt().id();
        AttemptFact fact = facts.get(id);
        int next = repeated.getOrDefault(id, 0);
        if (fact == null || step.why != null) {
            return null;
        }
        if (next >= fact.recorded().size()) {
            boolean openEnd = step.rank != Step.RECORDED || fact.recorded().isEmpty() || told.contains(id);
            return openEnd ? wrongPlace(fact, judgement) : "no record tells of " + text(judgement);
        }
        Recorded recorded = fact.recorded().get(next);
        boolean same = recorded.state() == judgement.state() && (behindGap.contains(id)
                || (code(judgement) == recorded.code() && isAt(judgement, recorded.sequences())));
        return same ? null : text(judgement);
    }

    private static @Nullable Object code(Judgement judgement) {
        return judgement.rejection() == null ? null : judgement.rejection().code();
    }

    /// A record that was copied in the middle of a commit may know of a part of the accounts.
    private static boolean isAt(Judgement judgement, Map<String, Long> recorded) {
        return sequences(judgement).entrySet().containsAll(recorded.entrySet());
    }

    private static Map<String, Long> sequences(Judgement judgement) {
        Map<String, Long> sequences = new HashMap<>();
        for (Entry entry : judgement.entries()) {
            sequences.put(entry.account(), entry.sequence());
        }
        RefusedAt at = judgement.refusedAt();
        if (at != null) {
            sequences.put(at.account(), at.sequence());
        }
        return sequences;
    }

    /// What the buckets say of an attempt that no record tells of.
    private static @Nullable String wrongPlace(AttemptFact fact, Judgement judgement) {
        OutcomeState state = judgement.state();
        if (state == null || state == OutcomeState.WAITING) {
            return null;
        }
        boolean rejected = fact.places().contains(Bucket.REJECTED);
        boolean accepted = !rejected && fact.places().contains(Bucket.ARCHIVE);
        boolean wrong = (rejected && state == OutcomeState.ACCEPTED) || (accepted && state == OutcomeState.REJECTED);
        return wrong ? text(judgement) : null;
    }

    /// What was recorded of an attempt, or what the buckets say, in words.
    String expected(Step step) {
        Recorded recorded = step.recorded;
        if (recorded != null) {
            return text(recorded.state(), recorded.code(), recorded.sequences());
        }
        return step.fact.places().contains(Bucket.REJECTED) ? "rejected, as its bucket says"
                : "accepted, as its bucket says";
    }

    private static String text(Judgement judgement) {
        return text(judgement.state(), code(judgement), sequences(judgement));
    }

    private static String text(@Nullable OutcomeState state, @Nullable Object code, Map<String, Long> sequences) {
        String what = switch (state) {
            case null -> "a duplicate";
            case ACCEPTED -> "accepted";
            case REJECTED -> "rejected (" + code + ")";
            case WAITING -> "waiting";
        };
        return sequences.isEmpty() ? what : what + " at " + new TreeMap<>(sequences);
    }
}
