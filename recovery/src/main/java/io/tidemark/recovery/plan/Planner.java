package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
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
        Situation situation = new SituationReading(stores).read();
        PlaceReading reading = new PlaceReading(stores, clock.instant());
        Places.Lost lacking = lacking(situation, reading);
        Exclusion exclusion = exclusion(request, progress);
        Exclusion taking = exclusion == null || exclusion.isEmpty() ? null : exclusion;
        Goal goal = taking != null
                ? new Goal(log.lastPosition() + ControlAction.Exclude.all(taking.keys()).size(), null)
                : goal(request.target(), situation.pausedAt());
        List<SnapshotManifest> serving = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        // Before the end of the log is read: events may be put meanwhile.
        long acknowledged = log.acknowledgedPosition();
        LostEvents lost = new LostEvents(log.lastPosition());
        lost.addAcknowledged(acknowledged);
        if (situation.position() != null) {
            lost.addLedger(situation.position());
        }
        sort(serving, passedOver, lost);
        SnapshotManifest opened = openedFrom(situation, serving);
        Action action = taking != null ? excluding(request, situation)
                : action(request, situation, goal, opened, lacking);
        Base base = base(request, action, opened, new BaseChoice(log, exclusions(exclusion, goal), goal.position(),
                serving, passedOver, taking));
        Situation.History history = situation.history();
        if (action == Action.COMPLETE && history != null) {
            goal = new Goal(history.openedAt(), situation.pausedAt());
        }
        EventScan.Result events = new EventScan.Result(0, 0, List.of());
        Work work = new Work(0, 0, 0, false, 0);
        Places places = Places.NONE;
        if (action == Action.NOTHING && lacking != null) {
            events = new EventScan.Result(0, 0, lacking.damage());
            places = new Places(Map.of(), Map.of(), List.of(), lacking);
        }
        if (action != Action.NOTHING) {
            long last = Math.min(goal.position(), log.lastPosition());
            if (request.readEvents()) {
                events = new EventScan(log, READING_THREADS).read(1, last, progress);
            }
            long bytes = request.readEvents() ? events.bytes() : new ByteEstimate(log).upTo(last);
            places = reading.upTo(base.position(), last, !events.damage().isEmpty());
            boolean completes = action == Action.COMPLETE;
            long filled = completes && history != null ? history.filledTo() : 0;
            work = new Work(completes ? 0 : goal.position() - base.position(), base.position() - filled, bytes,
                    !request.readEvents(),
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

    /// What a ledger lacks that serves; while it is lost, another would lack it too.
    private Places.@Nullable Lost lacking(Situation situation, PlaceReading reading) {
        return switch (situation.kind()) {
            case WITHOUT_LOST, NOT_MET -> reading.lost(log.lastPosition());
            case UNBORN, FINE, PROVISIONAL, LOST, FOREIGN, BEHIND, DAMAGED, IN_DOUBT, EXCLUSION_DUE -> null;
        };
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

    /// The snapshot that the ledger in force was opened from, as long as it owes its history; or null.
    private static @Nullable SnapshotManifest openedFrom(Situation situation, List<SnapshotManifest> serving) {
        Situation.History history = situation.history();
        return history == null
                ? null
                : serving.stream().filter(each -> each.id().equals(history.snapshot())
                        && each.identity().equals(history.identity())).findFirst().orElse(null);
    }

    private static Action action(PlanRequest request, Situation situation, Goal goal,
            @Nullable SnapshotManifest opened, Places.@Nullable Lost lacking) {
        if (request.rebuild()) {
            return Action.REBUILD;
        }
        boolean completes = situation.kind() == Situation.Kind.PROVISIONAL && request.target() == null
                && opened != null;
        if (request.fromSnapshot() != null) {
            return completes && opened != null && request.fromSnapshot().equals(opened.id()) ? Action.COMPLETE
                    : Action.RECOVER;
        }
        if (lacking != null && request.target() == null) {
            return Action.NOTHING;
        }
        if (situation.kind() == Situation.Kind.IN_DOUBT || situation.kind() == Situation.Kind.NOT_MET) {
            return Action.REBUILD;
        }
        if (situation.kind() == Situation.Kind.WITHOUT_LOST) {
            return Action.RECOVER;
        }
        if (situation.kind() == Situation.Kind.PROVISIONAL) {
            return completes ? Action.COMPLETE : Action.RECOVER;
        }
        if (!situation.isUsable()) {
            return Action.RECOVER;
        }
        boolean there = situation.position() != null && situation.position() == goal.position();
        return request.target() == null || there ? Action.NOTHING : Action.RECOVER;
    }

    private static Base base(PlanRequest request, Action action, @Nullable SnapshotManifest opened,
            BaseChoice choice) {
        if (action == Action.COMPLETE) {
            return choice.opened(opened);
        }
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
