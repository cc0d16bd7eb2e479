package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.port.LedgerCommit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Watches a fold that has an exclusion ahead, and takes down what that exclusion does to it. Takes one thread at a time.
final class Trial implements FoldRun.Sink {
    /// What a refusal can owe to how accounts and matters stood.
    private static final Set<RejectionCode> CIRCUMSTANCES = EnumSet.of(RejectionCode.ALREADY_SETTLED,
            RejectionCode.AMOUNT_EXCEEDS_HOLD, RejectionCode.INSUFFICIENT_FUNDS, RejectionCode.BALANCE_LIMIT);

    private final Exclusions exclusions;
    private final long ahead;
    /// Where originals are excluded.
    private final Map<EventKey, Long> originals = new HashMap<>();
    private final List<Exclusion.TakenOut> events = new ArrayList<>();
    private final Map<String, Reached> reached = new TreeMap<>();
    private final Map<EventKey, Standing> standings = new HashMap<>();
    private final Map<EventKey, Outcome> refused = new HashMap<>();

    /// How a key that was asked for stands.
    enum Standing {
        REJECTED, WAITING, EXCLUDED_BEFORE, EXCLUDED
    }

    /// What becomes of an account that is reached.
    static final class Reached {
        private long entries;
        private long lowest;
        private @Nullable Entry firstBelow;

        long entries() {
            return entries;
        }

        Exclusion.@Nullable Shortfall shortfall() {
            Entry first = firstBelow;
            return first == null ? null : new Exclusion.Shortfall(first.sequence(), first.key(), lowest);
        }
    }

    /// @param ahead the position of the exclusion that is tried
    Trial(Exclusions exclusions, long ahead) {
        this.exclusions = exclusions;
        this.ahead = ahead;
    }

    @Override
    public void stage(List<Outcome> outcomes) {
        outcomes.forEach(this::take);
    }

    @Override
    public void commit(LedgerCommit commit) {
        stage(commit.outcomes());
    }

    private void take(Outcome outcome) {
        switch (outcome.state()) {
            case ACCEPTED -> {
                refused.remove(outcome.key());
                accepted(outcome);
            }
            case WAITING -> {
                refused.remove(outcome.key());
                stand(outcome, Standing.WAITING);
            }
            case REJECTED -> {
                stand(outcome, Standing.REJECTED);
                if (outcome.rejection() != null && CIRCUMSTANCES.contains(outcome.rejection().code())) {
                    refused.put(outcome.key(), outcome);
                } else if (outcome.rejection() != null && outcome.rejection().code() != RejectionCode.KEY_CONFLICT) {
                    refused.remove(outcome.key());
                }
            }
        }
    }

    private void stand(Outcome outcome, Standing standing) {
        if (outcome.decidedAt() < ahead && exclusions.names(ahead, outcome.key(), outcome.position())) {
            Standing before = standings.get(outcome.key());
            boolean conflict = outcome.rejection() != null
                    && outcome.rejection().code() == RejectionCode.KEY_CONFLICT;
            // What was accepted or waits stands, whatever other bytes come to.
            if (before == null || (!conflict && (before == Standing.REJECTED || before == Standing.WAITING))) {
                standings.put(outcome.key(), standing);
            }
        }
    }

    private void accepted(Outcome outcome) {
        EventKey key = outcome.key();
        EventKey original = key.original();
        long own = exclusions.takenOutAt(key, outcome.position(), outcome.decidedAt());
        long pulled = original == null ? 0 : originals.getOrDefault(original, 0L);
        long until = own == 0 || (pulled != 0 && pulled < own) ? pulled : own;
        if (until != 0 && original == null) {
            originals.put(key, until);
        }
        if (until == ahead) {
            stand(outcome, Standing.EXCLUDED);
            events.add(new Exclusion.TakenOut(key, outcome.position(),
                    outcome.entries().stream().map(Entry::account).toList(),
                    !exclusions.names(ahead, key, outcome.position())));
            outcome.entries().forEach(entry -> reached.computeIfAbsent(entry.account(), _ -> new Reached()).entries++);
        } else if (until != 0) {
            stand(outcome, Standing.EXCLUDED_BEFORE);
        }
        for (Entry entry : outcome.entries()) {
            if ((until == 0) == (entry.status() == EntryStatus.EXCLUDED)) {
                throw new IllegalStateException("what is excluded is not what was entered so: " + entry);
            }
            Reached account = reached.get(entry.account());
            if (account != null && entry.availableAfter() < 0) {
                account.firstBelow = account.firstBelow == null ? entry : account.firstBelow;
                account.lowest = Math.min(account.lowest, entry.availableAfter());
            }
        }
    }

    /// The events whose effects are taken out, in the order in which they took effect.
    List<Exclusion.TakenOut> events() {
        return events;
    }

    /// The accounts that are reached, in bytewise order.
    Map<String, Reached> reached() {
        return reached;
    }

    /// How the keys that were asked for stand.
    Map<EventKey, Standing> standings() {
        return standings;
    }

    /// The refusals that what is taken out may have brought about.
    List<Outcome> refused() {
        Set<EventKey> touched = new HashSet<>();
        for (Exclusion.TakenOut event : events) {
            touched.add(event.key());
            EventKey original = event.key().original();
            if (original != null) {
                touched.add(original);
            }
        }
        return refused.values().stream().filter(outcome -> {
            EventKey original = outcome.key().original();
            Outcome.RefusedAt account = outcome.refusedAt();
            return (original != null && touched.contains(original))
                    || (account != null && reached.containsKey(account.account()))
                    || (outcome.rejection() != null && outcome.rejection().code() == RejectionCode.BALANCE_LIMIT);
        }).sorted(Comparator.comparingLong(Outcome::position)).toList();
    }
}
