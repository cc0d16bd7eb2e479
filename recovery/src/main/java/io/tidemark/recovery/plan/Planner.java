package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /// @throws PlanRefusedException when the request names a position or a snapshot that does not serve, or excludes what cannot be
    /// @throws StorageException     when the log or the snapshots cannot be read at all
    public Plan plan(PlanRequest request, Progress progress) {
        Situation situation = situation();
        Exclusion exclusion = exclusion(request, progress);
        Exclusion taking = exclusion == null || exclusion.isEmpty() ? null : exclusion;
        Goal goal = taking != null
                ? new Goal(log.lastPosition() + ControlAction.Exclude.all(taking.keys()).size(), null)
                : goal(request.target(), situation.pausedAt());
        Action action = taking != null ? excluding(request, situation) : action(request, situation, goal);
        List<SnapshotManifest> serving = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        long acknowledged = log.acknowledgedPosition();
        LostEvents lost = new LostEvents(log.lastPosition());
        lost.addAcknowledged(acknowledged);
        if (situation.position() != null) {
            lost.addLedger(situation.position());
        }
        sort(serving, passedOver, lost);
        Base base = base(request, action, new BaseChoice(log, exclusions(exclusion, goal), goal.position(), serving,
                passedOver, taking));
        EventScan.Result events = new EventScan.Result(0, 0, List.of());
        Work work = new Work(0, 0, 0, false, 0);
        Places places = Places.NONE;
        if (action != Action.NOTHING) {
            long last = Math.min(goal.position(), log.lastPosition());
            if (request.readEvents()) {
                events = new EventScan(log, READING_THREADS).read(1, last, progress);
            }
            long bytes = request.readEvents() ? events.bytes() : new ByteEstimate(log).upTo(last);
            places = new PlaceReading(stores, clock.instant()).upTo(base.position(), last,
                    !events.damage().isEmpty());
            work = new Work(goal.position() - base.position(), base.position(), bytes, !request.readEvents(),
                    ByteEstimate.seconds(goal.position(), MeasuredRate.of(stores.receipts())), places.replay(), null,
                    null);
        }
        // Who names a moment within what is there does not ask for what came after it.
        Loss loss = lost.loss(request.target() != null);
        String summary = PlanSummary.of(situation, action, goal, base, work, events.damage(), loss, log.lastPosition(),
                places, exclusion);
        long replayedFrom = action == Action.NOTHING ? goal.position() : base.position();
        Matches matches = request.shown() == null
                ? null
                : Matches.count(log, request.shown(), replayedFrom, goal.position());
        return new Plan(situation, action, summary, range(), goal, base, work, events.damage(), loss, places,
                exclusion, matches);
    }

    private @Nullable Exclusion exclusion(PlanRequest request, Progress progress) {
        if (request.exclusion() == null) {
            return null;
        }
        // What is lost may be among what is to be taken out, and a decision cannot be written down behind it.
        ActiveLedger.requireEvents(log);
        return new ExclusionPlanner(log).plan(request.exclusion(), progress);
    }

    private static Action excluding(PlanRequest request, Situation situation) {
        return request.rebuild() || situation.kind() == Situation.Kind.IN_DOUBT ? Action.REBUILD : Action.RECOVER;
    }

    /// All exclusions up to a goal, the planned one among them.
    private Exclusions exclusions(@Nullable Exclusion planned, Goal goal) {
        Exclusions known = Exclusions.of(log, goal.position());
        if (planned == null || planned.isEmpty()) {
            return known;
        }
        Map<EventKey, Set<Long>> keys = new HashMap<>();
        planned.keys().forEach(key -> keys.put(key, Set.of()));
        return known.plus(goal.position(), keys);
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
            case EXCLUSION_DUE -> Situation.Kind.EXCLUSION_DUE;
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

    private static Base base(PlanRequest request, Action action, BaseChoice choice) {
        if (action == Action.NOTHING) {
            return choice.none("there is nothing to recover");
        }
        String wanted = request.fromSnapshot();
        if (wanted != null) {
            return choice.named(wanted);
        }
        return action == Action.REBUILD ? choice.none("a rebuild starts from nothing") : choice.newest();
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
