package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.ControlItem.Provisional;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.replay.WatchedFold.Writer;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The part of a recovery that nobody else may write beside: makes the generation, or goes on with one that was begun, and puts it into
/// force.
final class Building {
    /// One that goes on with what is there, one that goes on without what is lost, one from nothing.
    private static final int MOST_TRIES = 3;

    private final Stores stores;
    private final InstantSource clock;
    private final RecoveryRun run;
    private final Plan plan;
    private final @Nullable SnapshotManifest base;
    private final FoldRun.Options fold;
    private final boolean opensFirst;
    private final Shortfall shortfall;
    /// Whether a try ended at an event that is lost, and the next goes on without it.
    private boolean lossMet;

    Building(Stores stores, InstantSource clock, RecoveryRun run) {
        this.stores = stores;
        this.clock = clock;
        this.run = run;
        plan = run.plan();
        base = plan.base().snapshot();
        fold = run.options().fold();
        shortfall = run.shortfall();
        opensFirst = run.options().opensFirst(plan);
    }

    /// Builds it. On return it is in force, or the result says why it is not.
    void build(Progress progress) {
        ControlItem.State control = stores.control().read();
        if (!Begun.unfinished(stores, control.generation()).isEmpty() && shortfall.mayGoOn(opensFirst)) {
            // What was begun may have been begun without these.
            shortfall.read();
        }
        String unfit = null;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            lossMet = false;
            unfit = build(control, progress, unfit);
            if (unfit == null && !lossMet) {
                return;
            }
        }
        throw new IllegalStateException("a new generation does not agree with the events it was made from");
    }

    /// @param unfit why no unfinished generation may be taken up, or null when one may
    /// @return why the one that was taken up is of no use, or null when it is
    private @Nullable String build(ControlItem.State control, Progress progress, @Nullable String unfit) {
        List<String> before = stores.generations().list();
        Begun begun = Begun.take(stores, plan, control.generation(), run.startedAt(), shortfall.mark(), unfit);
        run.began(begun);
        String name = begun.ledger().generation();
        boolean keep = false;
        try (LedgerStore ledger = begun.ledger()) {
            Reconstruction building = run.newReconstruction(progress);
            try {
                if (!fold(building, ledger, begun.purpose())) {
                    return "starts again, not from the unfinished " + name
                            + ": what is in it does not agree with the events";
                }
            } catch (DamagedRecordsException e) {
                lossMet = shortfall.mayGoOn(opensFirst) && shortfall.read();
                if (!lossMet) {
                    run.endDamaged(e);
                }
                return null;
            }
            if (!opensFirst && !run.isProven(building, ledger)) {
                return null;
            }
            ledger.sync();
            String previous = control.generation() != null && before.contains(control.generation())
                    ? control.generation()
                    : null;
            run.tookPlaceOf(previous);
            stores.control().update(control, inForce(name, previous, building));
            keep = true;
            run.acceptLoss();
            follow(building, ledger);
            return null;
        } finally {
            if (!keep) {
                stores.generations().delete(name);
            }
        }
    }

    private boolean fold(Reconstruction building, LedgerStore ledger, Purpose purpose) {
        Instant mark = clock.instant();
        if (!opensFirst) {
            building.meets(run.onTheWay(), run.inForce());
        }
        SnapshotManifest from = base;
        long reached = ledger.summary().position();
        if (!purpose.restored()) {
            if (from != null) {
                building.restore(from, ledger);
            } else {
                mendKeys();
            }
            ledger.writeNote(purpose.afterRestoring().toText());
        } else if (from != null) {
            building.takeOver(ledger);
        }
        run.durations().restored(mark);
        mark = clock.instant();
        if (from != null) {
            building.replay(ledger, fold, from.position());
        } else if (reached == 0) {
            building.replay(ledger, fold, 0);
        } else if (!building.replayFromNothing(ledger, fold)) {
            return false;
        }
        run.durations().replayed(mark);
        mark = clock.instant();
        if (from != null && !opensFirst) {
            building.fillHistory(from, ledger.historyFilledTo(), Writer.ofHistory(ledger, from.position()), fold,
                    () -> false);
            building.endProof(() -> false);
            building.agree(ledger);
            run.durations().filled(mark);
        }
        return true;
    }

    private ControlItem.State inForce(String name, @Nullable String previous, Reconstruction building) {
        long position = plan.goal().position();
        Provisional owed = null;
        if (opensFirst && base != null) {
            run.opened();
            owed = new Provisional(base.id(), base.identity(), position, building.replayed().stateDigest(), previous,
                    run.openedMillis(), 0);
        }
        return new ControlItem.State(name, position, plan.goal().pausedAt(), null, owed);
    }

    /// Follows up the cut-over: the new ledger is in force already.
    private void follow(Reconstruction building, LedgerStore ledger) {
        if (opensFirst) {
            bringBuckets(ledger);
        } else {
            run.carryOut(building.standings().rejected(), building.replayed().held().keySet(),
                    plan.goal().position());
            run.endBuilt(ledger.generation(), building, PausedByLoss.of(stores.log(), ledger));
            building.close();
        }
    }

    /// Brings the buckets up to what is known of the ledger. What is known of the time before its base is where it was carried out.
    private void bringBuckets(LedgerReader ledger) {
        try {
            Processor.carryOut(stores.buckets(), ledger);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            stores.buckets().clear();
            Processor.carryOut(stores.buckets(), ledger);
        }
    }

    /// Makes what finds attempts by their keys anew when it is not what the records say. A fold asks it for originals.
    private void mendKeys() {
        EventLog log = stores.log();
        long last = log.lastPosition();
        AtomicBoolean wrong = new AtomicBoolean();
        try (EventLog.KeyCheck check = log.checkKeys(last); Cursor<EventLog.Segment> segments = log.scan(1, last)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                check.add(segment.records());
            }
            check.finish(_ -> wrong.set(true));
        } catch (DamagedRecordsException _) {
            // No fold gets past these records: it will find them, and all others, and say so.
            return;
        }
        if (wrong.get()) {
            log.rebuildKeys();
        }
    }
}
