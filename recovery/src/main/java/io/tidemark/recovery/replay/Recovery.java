package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries plans out: makes a new generation of the ledger, proves it, and puts it in the place of the one in force.
///
/// The cut-over is one update of the control item. Before it nothing that is in force changes; a recovery that is killed leaves an
/// unfinished generation behind, which says what it is made for, and the next one goes on with it. A generation may come into force before
/// its history is filled in: it says so until that is done and proven. The generations from before are kept until they are discarded. The
/// caller sees to it that nobody else writes to the stores while [#begin] and [#execute] are at work. One recovery at a time.
public final class Recovery {
    private final Stores stores;
    private final InstantSource clock;

    /// Recovery over those stores.
    ///
    /// @param clock tells when a recovery begins and how long it takes
    public Recovery(Stores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /// Carries a plan out from beginning to end. The plan must have been made from these stores as they are now.
    ///
    /// @param progress hears of the records folded, of all up to the target
    /// @throws io.tidemark.core.port.StorageException when storage fails. Before the cut-over, the ledger in force is the one from
    ///                                               before; behind it, the new one is, and its outcomes are carried out in the
    ///                                               buckets when it is opened for processing
    public RecoveryResult execute(Plan plan, RecoveryOptions options, Progress progress) {
        RecoveryRun run = begin(plan, options, progress);
        RecoveryResult result = run.result();
        if (result != null) {
            return result;
        }
        try (LedgerStore ledger = ActiveLedger.open(stores, () -> "")) {
            RecoveryResult completed = run.complete(new Alone(ledger), progress, () -> false);
            if (completed == null) {
                throw new IllegalStateException("the recovery did not end");
            }
            return completed;
        }
    }

    /// Carries a plan out until the new ledger is in force, and until the end where it is not to be open before. The plan must have been
    /// made from these stores as they are now.
    ///
    /// @param progress hears of the records folded, of all up to the target
    /// @return the recovery, which has a result, or else is to be [completed][RecoveryRun#complete] while others put and process
    /// @throws io.tidemark.core.port.StorageException as [#execute] does
    public RecoveryRun begin(Plan plan, RecoveryOptions options, Progress progress) {
        Instant startedAt = clock.instant();
        Plan.Loss loss = plan.loss();
        boolean builds = (loss == null || loss.accepted())
                && (plan.action() == Plan.Action.RECOVER || plan.action() == Plan.Action.REBUILD);
        RecoveryRun run = new RecoveryRun(stores, clock, builds ? writtenDown(plan) : plan, options, startedAt);
        if (loss != null && !loss.accepted()) {
            run.end(Outcome.INCOMPLETE, List.of(loss.damage()));
        } else if (plan.action() == Plan.Action.NOTHING && !plan.damage().isEmpty()) {
            run.end(Outcome.INCOMPLETE, plan.damage());
        } else if (plan.action() == Plan.Action.NOTHING) {
            run.acceptLoss();
            run.end(Outcome.NOTHING_TO_DO, List.of());
        } else if (plan.action() == Plan.Action.COMPLETE) {
            run.acceptLoss();
        } else {
            new Building(stores, clock, run).build(progress);
        }
        return run;
    }

    /// The plan once what it excludes is on record; from then on the ledger in force is behind the events, whatever happens here.
    private Plan writtenDown(Plan plan) {
        Exclusion exclusion = plan.exclusion();
        if (exclusion == null || exclusion.isEmpty()) {
            return plan;
        }
        String operator = exclusion.operator();
        String reason = exclusion.reason();
        if (operator == null || reason == null) {
            throw new IllegalArgumentException("nobody said who excludes these events, and why");
        }
        long position = 0;
        for (ControlAction.Exclude record : ControlAction.Exclude.all(exclusion.keys())) {
            position = stores.log().control(record, operator, reason);
        }
        return plan.withGoal(new Plan.Goal(position, null));
    }

    /// Removes the generations that were in force before, and any that a recovery left unfinished. As long as the one in force is not
    /// proven, they are kept.
    ///
    /// @return the names of those that were removed
    public List<String> discard() {
        ControlItem.State control = stores.control().read();
        if (control.provisional() != null) {
            return List.of();
        }
        List<String> others = stores.generations().list().stream()
                .filter(name -> !name.equals(control.generation())).toList();
        others.forEach(stores.generations()::delete);
        return others;
    }

    /// A ledger that nobody else uses.
    private record Alone(LedgerStore ledger) implements LedgerAtWork {
        @Override
        public <T extends @Nullable Object> T beside(Function<LedgerStore, T> work) {
            return work.apply(ledger);
        }

        @Override
        public <T extends @Nullable Object> T alone(Function<LedgerStore, T> work) {
            return work.apply(ledger);
        }

        @Override
        public <T extends @Nullable Object> T look(Function<LedgerReader, T> work) {
            try (LedgerReader view = ledger.view()) {
                return work.apply(view);
            }
        }

        @Override
        public boolean pause(Set<String> accounts, String why) {
            return false;
        }
    }
}
