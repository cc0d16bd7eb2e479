package io.tidemark;

import io.tidemark.app.wiring.OpenStores;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryRun;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Recoveries of an open home, one at a time, others being refused: they hold everybody off the ledger until a new one is in force, and go on beside them where
/// it is not proven yet. Safe for use by many threads.
final class HomeRecovery {
    private final OpenStores home;
    private final LedgerInForce ledger;
    private final HomePauses pauses;
    private final InstantSource clock;
    private final ReentrantLock recovering = new ReentrantLock();
    private final ReentrantLock inForce;

    /// @param inForce held by whoever needs the generation in force to stay the one that it is, or makes another one so
    HomeRecovery(OpenStores home, LedgerInForce ledger, HomePauses pauses, InstantSource clock,
            ReentrantLock inForce) {
        this.home = home;
        this.ledger = ledger;
        this.pauses = pauses;
        this.clock = clock;
        this.inForce = inForce;
    }

    /// Carries a plan out.
    ///
    /// @throws CancellationException when it was asked to end early
    /// @throws StorageException      when another one goes on, as [StorageException.Kind#LOCKED]
    RecoveryResult carryOut(Plan plan, RecoverOptions how, Progress progress) {
        begin();
        try {
            RecoveryOptions options = RecoveryOptions.DEFAULT.withProve(how.prove()).withOpening(how.opening());
            boolean open = plan.action() == Plan.Action.COMPLETE;
            RecoveryRun run = open
                    ? over(home.all()).begin(plan, options, progress)
                    : whileOpenNowhere(stores -> over(stores).begin(plan, options, progress));
            RecoveryResult result = run.result();
            if (result == null) {
                // The first who uses it opens it: nobody else need wait for that.
                ledger.beside(LedgerStore::generation);
                if (!open) {
                    run.opened();
                }
                how.opened().accept(run.course());
                result = run.complete(new LedgerBeside(ledger, pauses), progress, how.stop());
            }
            if (result == null) {
                throw new CancellationException("the recovery was ended; the next goes on from there");
            }
            return result;
        } finally {
            recovering.unlock();
        }
    }

    /// Removes the generations from before.
    ///
    /// @return their names
    /// @throws StorageException when a recovery goes on, as [StorageException.Kind#LOCKED]
    List<String> discard() {
        begin();
        try {
            return whileOpenNowhere(stores -> over(stores).discard());
        } finally {
            recovering.unlock();
        }
    }

    /// Waits for the end of a verification that goes on; business goes on meanwhile.
    private <T> T whileOpenNowhere(Function<Stores, T> work) {
        inForce.lock();
        try {
            return ledger.whileClosed(work);
        } finally {
            inForce.unlock();
        }
    }

    /// A plan that was made before another recovery ended would be about a ledger that is no more: nobody waits for the other's end.
    private void begin() {
        if (!recovering.tryLock()) {
            throw new StorageException(StorageException.Kind.LOCKED, "another recovery goes on in " + home.directory()
                    + "; `tidemark status` shows how far it is. Wait for its end, then plan again");
        }
    }

    private Recovery over(Stores stores) {
        return new Recovery(stores, clock);
    }
}
