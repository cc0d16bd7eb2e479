package io.tidemark.recovery.tables;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.ExclusionPlanner;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.PlanRefusedException;
import io.tidemark.recovery.verify.Differences;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what excluding events would come to where there is no log: the order of everything that is known is put into a log of its own,
/// and the exclusion is tried there as a home tries it. Changes nothing in the installation.
final class ExclusionTrial {
    private final TableStores stores;
    private final Workspaces workspaces;
    private final InstantSource clock;

    ExclusionTrial(TableStores stores, Workspaces workspaces, InstantSource clock) {
        this.stores = stores;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /// What the exclusion comes to behind everything that is known.
    ///
    /// @param request  what is to be excluded, or null for nothing
    /// @param evidence all that is known
    /// @param left     the times whose records no longer hold
    /// @param progress hears of the records folded
    /// @return null when nothing is asked for
    /// @throws PlanRefusedException when it cannot be told, or when an account would come beyond what accounts can hold
    @Nullable
    Exclusion exclusion(@Nullable ExclusionRequest request, Evidence evidence, LeftHistory left, Progress progress) {
        if (request == null) {
            return null;
        }
        List<AttemptFact> facts = left.withoutCopies(left.withoutTold(evidence.facts(), evidence.told()));
        if (!evidence.tablesTell() && !facts.isEmpty()) {
            throw new PlanRefusedException(
                    "no table tells what was decided, and in which order: recover first, then exclude");
        }
        evidence.holdDuplicates();
        evidence.bodies().fetch(facts.stream().map(AttemptFact::attempt).toList());
        Replay.Replayed replayed = new Replay(evidence.bodies(), facts, TableRecovery.micros(clock.instant()), false,
                LeftHistory.told(facts, evidence.told()),
                left.inEffect(TableExclusion.all(stores.exclusions()), Long.MAX_VALUE)).run();
        if (!replayed.isComplete() || !replayed.differences().isEmpty()) {
            throw new PlanRefusedException(
                    "what was recorded cannot be repeated, so that nothing can be taken out of it: run"
                            + " `tidemark verify`");
        }
        try (Proof proof = new Proof(workspaces, clock, replayed, new Differences(1))) {
            Map<Long, AttemptId> positions = proof.put();
            return new ExclusionPlanner(proof.log(), position -> arrival(evidence, positions.get(position)))
                    .plan(request, progress);
        }
    }

    private static long arrival(Evidence evidence, @Nullable AttemptId attempt) {
        if (attempt == null) {
            return 0;
        }
        AttemptFact fact = evidence.fact(attempt);
        StoredAttempt stored = evidence.bodies().read(attempt);
        return fact != null && fact.arrivalMicros() != 0 ? fact.arrivalMicros()
                : stored == null ? 0 : stored.arrivalMicros();
    }
}
