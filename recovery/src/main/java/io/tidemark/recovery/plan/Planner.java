package io.tidemark.recovery.plan;

import io.tidemark.core.ledger.Rules;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Plan.Action;
import io.tidemark.recovery.plan.Plan.Base;
import io.tidemark.recovery.plan.Plan.Goal;
import io.tidemark.recovery.plan.Plan.Loss;
import io.tidemark.recovery.plan.Plan.PassedOver;
import io.tidemark.recovery.plan.Plan.Range;
import io.tidemark.recovery.plan.Plan.Work;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes plans. Changes nothing, and works on stores that were opened for reading.
public final class Planner {
    private static final int READING_THREADS = 2;

    private final Stores stores;
    private final EventLog log;
    private final Snapshots snapshots;
    private final InstantSource clock;

    /// A planner for those stores.
    ///
    /// @param clock tells which bundles are cold at the moment of planning
    public Planner(Stores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
        log = stores.log();
        snapshots = new Snapshots(stores.snapshots(), log);
    }

    /// Plans a recovery. Reads all snapshots, to know which are whole.
    ///
    /// @param progress hears of the events read, when the request asks for that
    /// @throws PlanRefusedException when the request names a position or a snapshot that does not serve
    /// @throws StorageException     when the log or the snapshots cannot be read at all
    public Plan plan(PlanRequest request, Progress progress) {
        Situation situation = situation();
        Goal goal = goal(request.target(), situation.pausedAt());
        Action action = action(request, situation, goal);
        List<SnapshotManifest> serving = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        long acknowledged = log.acknowledgedPosition();
        LostEvents lost = new LostEvents(log.lastPosition());
        lost.addAcknowledged(acknowledged);
        if (situation.position() != null) {
            lost.addLedger(situation.position());
        }
        sort(serving, passedOver, lost);
        Base base = action == Action.NOTHING
                ? new Base(null, "there is nothing to recover", passedOver)
                : base(request, action, goal, serving, passedOver);
        EventScan.Result events = new EventScan.Result(0, 0, List.of());
        Work work = new Work(0, 0, 0, false, 0);
        Places places = Places.NONE;
        if (action != Action.NOTHING) {
            if (request.readEvents()) {
                events = new EventScan(log, READING_THREADS).read(1, goal.position(), progress);
            }
            long bytes = request.readEvents() ? events.bytes() : new ByteEstimate(log).upTo(goal.position());
            places = new PlaceReading(stores, clock.instant()).upTo(base.position(), goal.position(),
                    !events.damage().isEmpty());
            work = new Work(goal.position() - base.position(), base.position(), bytes, !request.readEvents(),
                    ByteEstimate.seconds(goal.position(), MeasuredRate.of(stores.receipts())), places.replay(), null,
                    null);
        }
        // Who names a moment within what is there does not ask for what came after it.
        Loss loss = lost.loss(request.target() != null);
        String summary = PlanSummary.of(situation, action, goal, base, work, events.damage(), loss, log.lastPosition(),
                places);
        return new Plan(situation, action, summary, range(), goal, base, work, events.damage(), loss, places);
    }

    private Situation situation() {
        ControlItem.State control = stores.control().read();
        return switch (ActiveLedger.inspect(stores)) {
            case LedgerCondition.Unborn _ ->
                    new Situation(Situation.Kind.UNBORN, "nothing was processed yet", null, null,
                            control.pausedAt());
            case LedgerCondition.Sound sound -> new Situation(Situation.Kind.FINE, "the ledger can be used",
                    sound.generation(), sound.position(), control.pausedAt());
            case LedgerCondition.Unusable unusable -> new Situation(kind(unusable.trouble()), unusable.description(),
                    control.generation(), position(control.generation()), control.pausedAt());
        };
    }

    private static Situation.Kind kind(LedgerCondition.Trouble trouble) {
        return switch (trouble) {
            case MISSING -> Situation.Kind.LOST;
            case FOREIGN -> Situation.Kind.FOREIGN;
            case BEHIND -> Situation.Kind.BEHIND;
            case DAMAGED -> Situation.Kind.DAMAGED;
            case IN_DOUBT -> Situation.Kind.IN_DOUBT;
        };
    }

    /// The position of a ledger that is in trouble, as far as it can be read.
    private @Nullable Long position(@Nullable String generation) {
        if (generation == null || !stores.generations().list().contains(generation)) {
            return null;
        }
        try (LedgerReader ledger = stores.generations().openForReading(generation)) {
            return ledger.summary().position();
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.DAMAGED || e.kind() == StorageException.Kind.MISSING) {
                return null;
            }
            throw e;
        }
    }

    private Goal goal(@Nullable Target target, @Nullable Long pausedAt) {
        long last = log.lastPosition();
        long position = switch (target) {
            case null -> pausedAt == null ? last : Math.min(last, pausedAt);
            case Target.AtTime time -> log.positionAt(time.arrivalMicros());
            case Target.AtPosition at -> at.position();
        };
        if (position > last) {
            throw new PlanRefusedException(
                    "position " + position + " is beyond the last event, which is at position " + last);
        }
        if (target == null) {
            return new Goal(position, pausedAt);
        }
        return new Goal(position, position < last ? position : null);
    }

    private static Action action(PlanRequest request, Situation situation, Goal goal) {
        if (request.rebuild()) {
            return Action.REBUILD;
        }
        if (request.fromSnapshot() != null) {
            return Action.RECOVER;
        }
        if (situation.kind() == Situation.Kind.IN_DOUBT) {
            return Action.REBUILD;
        }
        if (!situation.isUsable()) {
            return Action.RECOVER;
        }
        boolean there = situation.position() != null && situation.position() == goal.position();
        return request.target() == null || there ? Action.NOTHING : Action.RECOVER;
    }

    private static Base base(PlanRequest request, Action action, Goal goal, List<SnapshotManifest> serving,
            List<PassedOver> passedOver) {
        String wanted = request.fromSnapshot();
        if (wanted != null) {
            return named(wanted, serving, passedOver, goal);
        }
        if (action == Action.REBUILD) {
            return new Base(null, "a rebuild starts from nothing", passedOver);
        }
        SnapshotManifest newest = serving.stream().filter(each -> each.position() <= goal.position())
                .max(Comparator.comparingLong(SnapshotManifest::position).thenComparing(SnapshotManifest::id))
                .orElse(null);
        String reason = newest != null
                ? "the newest whole snapshot that is not after the target"
                : serving.isEmpty() ? "there is no whole snapshot" : "all whole snapshots are after the target";
        return new Base(newest, reason, passedOver);
    }

    private static Base named(String id, List<SnapshotManifest> serving, List<PassedOver> passedOver, Goal goal) {
        for (SnapshotManifest snapshot : serving) {
            if (snapshot.id().equals(id)) {
                if (snapshot.position() > goal.position()) {
                    throw new PlanRefusedException("snapshot " + id + " stands at position " + snapshot.position()
                            + ", after the target " + goal.position());
                }
                return new Base(snapshot, "it was asked for", passedOver);
            }
        }
        for (PassedOver passed : passedOver) {
            if (passed.id().equals(id)) {
                throw new PlanRefusedException("snapshot " + id + " does not serve: " + passed.reason());
            }
        }
        throw new PlanRefusedException("there is no snapshot " + id);
    }

    /// Tells the snapshots that serve from those that do not, and from those that show that events are lost.
    private void sort(List<SnapshotManifest> serving, List<PassedOver> passedOver, LostEvents lost) {
        for (SnapshotCheck check : snapshots.list()) {
            SnapshotManifest manifest = check.manifest();
            if (!check.isWhole() || manifest == null) {
                passedOver.add(new PassedOver(check.id(), "damaged: " + check.damageText()));
                continue;
            }
            String reason = whyNot(manifest);
            if (reason == null) {
                serving.add(manifest);
            } else {
                passedOver.add(new PassedOver(check.id(), reason));
                lost.addSnapshot(check.id(), manifest.position());
            }
        }
    }

    private @Nullable String whyNot(SnapshotManifest manifest) {
        return manifest.rulesVersion() > Rules.VERSION
                ? "it was made by version " + manifest.rulesVersion() + " of the rules, this program has version "
                        + Rules.VERSION
                : snapshots.whyForeign(manifest);
    }

    private Range range() {
        long last = log.lastPosition();
        return last == 0 ? new Range(0, 0, null, null) : new Range(1, last, arrival(1), arrival(last));
    }

    private @Nullable Long arrival(long position) {
        try {
            LogRecord record = log.record(position);
            return record == null ? null : record.arrivalMicros();
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.DAMAGED) {
                return null;
            }
            throw e;
        }
    }
}
