package io.tidemark.recovery.tables;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.replay.GenerationNames;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Proves an order of steps in stores of its own: puts the attempts there in that order, folds them by the rules, has the second reader
/// fold them by other code from the same bodies, and holds the three against each other. Not thread-safe.
final class Proof implements AutoCloseable {
    private static final int AT_ONCE = 1000;

    private final Workspaces.Workspace workspace;
    private final Stores stores;
    private final InstantSource clock;
    private final Replay.Replayed replayed;
    private final Differences differences;

    Proof(Workspaces workspaces, InstantSource clock, Replay.Replayed replayed, Differences differences) {
        this.workspace = workspaces.open();
        this.stores = workspace.stores();
        this.clock = clock;
        this.replayed = replayed;
        this.differences = differences;
    }

    /// What the fold and the second reader came to.
    ///
    /// @param second      the second reader's report
    /// @param counts      how attempts stand
    /// @param accounts    how many accounts there are
    /// @param stateDigest their state digest
    record Proven(VerifyReport second, OutcomeCounts counts, long accounts, Sha256 stateDigest) {}

    /// Folds everything twice and adds what differs to the differences.
    Proven prove(VerifyOptions options, Progress progress) {
        put();
        fold(progress);
        try (LedgerReader view = ledger()) {
            VerifyReport second = new Verifier(stores, clock).verify(view, options, progress);
            second.differences().first().forEach(differences::add);
            compareStandings(view);
            Sha256 digest = States.digest(Cursor.over(replayed.kept().accounts().values().iterator()));
            if (!digest.equals(second.stateDigest())) {
                differences.add(Difference.ofWhole(Kind.COUNTS, "state digest " + second.stateDigest()
                        + " by the second reader", digest + " by the replay"));
            }
            return new Proven(second, view.summary().counts(), second.accounts(), second.stateDigest());
        }
    }

    /// The ledger that the fold came to.
    LedgerReader ledger() {
        LedgerReader ledger = ActiveLedger.openForReading(stores);
        if (ledger == null) {
            throw new IllegalStateException("nothing was folded");
        }
        return ledger;
    }

    /// A fold that was begun without knowing of an exclusion cannot go past it; a recovery can.
    private void fold(Progress progress) {
        if (replayed.excluded().isEmpty()) {
            try (Processor processor = new Processor(stores,
                    ActiveLedger.open(stores, () -> GenerationNames.next(clock.instant(), List.of())),
                    FoldRun.Options.DEFAULT)) {
                processor.process(Long.MAX_VALUE, progress, () -> false);
            }
        } else {
            Plan plan = new Planner(stores, clock).plan(new PlanRequest(null, null, true, false), Progress.NONE);
            RecoveryResult result = new Recovery(stores, clock).execute(plan, RecoveryOptions.DEFAULT, progress);
            if (result.outcome() != RecoveryResult.Outcome.DONE) {
                throw new IllegalStateException("the order that was found cannot be folded: " + result.outcome() + " "
                        + result.differences().first());
            }
        }
    }

    /// Puts everything into the log, in the order that was found.
    ///
    /// @return the attempts by the positions that they have there
    Map<Long, AttemptId> put() {
        EventLog log = stores.log();
        Map<Long, AttemptId> positions = new HashMap<>();
        List<Judgement> together = new ArrayList<>();
        Iterator<Effects.Excluded> exclusions = replayed.excluded().iterator();
        Effects.Excluded next = exclusions.hasNext() ? exclusions.next() : null;
        int place = 0;
        for (Round.Taken taken : replayed.taken()) {
            while (next != null && next.after() == place) {
                put(log, together, positions);
                put(log, next.what());
                next = exclusions.hasNext() ? exclusions.next() : null;
            }
            place++;
            Step step = taken.step();
            Judgement judgement = taken.commit().judgements().getFirst();
            if (step.kind == Step.Kind.JUDGE) {
                together.add(judgement);
                if (together.size() == AT_ONCE) {
                    put(log, together, positions);
                }
            } else {
                put(log, together, positions);
                log.control(step.kind == Step.Kind.RETRY ? new ControlAction.Retry(step.key())
                        : new ControlAction.Reject(step.key()), "recorded", step.decision());
            }
        }
        put(log, together, positions);
        for (; next != null; next = exclusions.hasNext() ? exclusions.next() : null) {
            put(log, next.what());
        }
        return positions;
    }

    private static void put(EventLog log, List<Judgement> judged, Map<Long, AttemptId> positions) {
        if (!judged.isEmpty()) {
            long[] at = log.put(judged.stream().map(Judgement::attempt)
                    .map(attempt -> new NewAttempt(attempt.id().key(), attempt.body(), attempt.source())).toList());
            for (int i = 0; i < at.length; i++) {
                if (at[i] != EventLog.DUPLICATE) {
                    positions.put(at[i], judged.get(i).attempt().id());
                }
            }
            judged.clear();
        }
    }

    /// The waits that ended with it are decisions of their own.
    private static void put(EventLog log, TableExclusion exclusion) {
        ControlAction.Exclude.all(exclusion.keys())
                .forEach(record -> log.control(record, exclusion.operator(), exclusion.reason()));
    }

    /// The log that everything was put into.
    EventLog log() {
        return stores.log();
    }

    /// Holds how the replay says that keys stand against the fold.
    private void compareStandings(LedgerReader view) {
        long rejected = 0;
        try (Cursor<RejectedKey> keys = view.rejectedKeys()) {
            for (RejectedKey key = keys.next(); key != null; key = keys.next()) {
                KeyRecord record = replayed.book().key(key.key());
                if (record.standing() != KeyStanding.REJECTED || record.code() != key.code()) {
                    differences.add(Difference.ofKey(Kind.KEY, key.key().text(), record.account(),
                            "rejected (" + key.code() + ") by the fold", States.text(record) + " by the replay"));
                }
                rejected++;
            }
        }
        long counted = replayed.book().records().values().stream()
                .filter(record -> record.standing() == KeyStanding.REJECTED).count();
        if (counted != rejected) {
            differences.add(Difference.ofWhole(Kind.COUNTS, rejected + " rejected keys by the fold",
                    counted + " by the replay"));
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
