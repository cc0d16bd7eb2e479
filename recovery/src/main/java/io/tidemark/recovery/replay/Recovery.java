package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.DamageList;
import io.tidemark.recovery.plan.EventScan;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.RecoveryResult.Durations;
import io.tidemark.recovery.replay.RecoveryResult.NewLedger;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.replay.RecoveryResult.Proof;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.PositionSet;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Carries plans out: makes a new generation of the ledger, proves it, and puts it in the place of the one in force.
///
/// Until the cut-over, which is one update of the control item, nothing that is in force changes; a recovery that is killed before
/// it leaves an unfinished generation behind, which the next one removes. The generations from before are kept until they are
/// discarded. The caller sees to it that nobody else writes to the stores meanwhile. One recovery at a time.
public final class Recovery {
    private final Stores stores;
    private final Snapshots snapshots;
    private final InstantSource clock;

    /// Recovery over those stores.
    ///
    /// @param clock tells when a recovery begins and how long it takes
    public Recovery(Stores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
        snapshots = new Snapshots(stores.snapshots(), stores.log());
    }

    /// Carries a plan out. The plan must have been made from these stores as they are now.
    ///
    /// @param progress hears of the records folded, of all up to the target
    /// @throws io.tidemark.core.port.StorageException when storage fails. Before the cut-over, the ledger in force is the one from
    ///                                               before; behind it, the new one is, and its outcomes are carried out in the
    ///                                               buckets when it is opened for processing
    public RecoveryResult execute(Plan plan, RecoveryOptions options, Progress progress) {
        Instant startedAt = clock.instant();
        Plan.Loss loss = plan.loss();
        if (loss != null && !loss.accepted()) {
            return without(plan, Outcome.INCOMPLETE, startedAt, List.of(loss.damage()));
        }
        if (plan.action() == Plan.Action.NOTHING) {
            acceptLoss(loss);
            return without(plan, Outcome.NOTHING_TO_DO, startedAt, List.of());
        }
        return build(writtenDown(plan), options, progress, startedAt);
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

    private RecoveryResult build(Plan plan, RecoveryOptions options, Progress progress, Instant startedAt) {
        Plan.Loss loss = plan.loss();
        ControlItem.State control = stores.control().read();
        remove(unfinished(control.generation()));
        List<String> left = stores.generations().list();
        // A name that was in force stays taken, even when its generation is lost.
        Set<String> taken = new HashSet<>(left);
        if (control.generation() != null) {
            taken.add(control.generation());
        }
        String name = GenerationNames.next(startedAt, taken);
        if (plan.action() == Plan.Action.REBUILD) {
            mendKeys();
        }
        Attempt attempt = new Attempt(plan, options, progress, startedAt);
        boolean done = false;
        try (LedgerStore ledger = stores.generations().create(name)) {
            attempt.build(ledger);
            if (attempt.result == null) {
                ledger.sync();
                stores.control().update(control,
                        new ControlItem.State(name, plan.goal().position(), plan.goal().pausedAt(), null));
                done = true;
                acceptLoss(loss);
                attempt.finish(ledger, left.contains(control.generation()) ? control.generation() : null);
            }
        } finally {
            if (!done) {
                stores.generations().delete(name);
            }
        }
        return attempt.result();
    }

    private static RecoveryResult without(Plan plan, Outcome outcome, Instant startedAt, List<Plan.Damage> damage) {
        return new RecoveryResult(outcome, plan, startedAt, null, Proof.NONE, Differences.Found.NONE, damage,
                Durations.NONE, null);
    }

    private void acceptLoss(Plan.@Nullable Loss loss) {
        if (loss != null) {
            stores.log().acceptLoss();
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

    /// Removes the generations that were in force before, and any that a recovery left unfinished.
    ///
    /// @return the names of those that were removed
    public List<String> discard() {
        String inForce = stores.control().read().generation();
        return remove(stores.generations().list().stream().filter(name -> !name.equals(inForce)).toList());
    }

    /// Those that were begun after the one in force.
    private List<String> unfinished(@Nullable String inForce) {
        return stores.generations().list().stream().filter(name -> inForce == null || name.compareTo(inForce) > 0)
                .toList();
    }

    private List<String> remove(List<String> names) {
        names.forEach(stores.generations()::delete);
        return names;
    }

    /// One carrying out of one plan.
    private final class Attempt {
        private final Plan plan;
        private final RecoveryOptions options;
        private final Progress progress;
        private final Instant startedAt;
        private final Differences differences;
        private Duration restore = Duration.ZERO;
        private Duration replay = Duration.ZERO;
        private Duration history = Duration.ZERO;
        private Duration prove = Duration.ZERO;
        private Proof proof = Proof.NONE;
        private @Nullable Reconstruction reconstruction;
        private @Nullable RecoveryResult result;

        Attempt(Plan plan, RecoveryOptions options, Progress progress, Instant startedAt) {
            this.plan = plan;
            this.options = options;
            this.progress = progress;
            this.startedAt = startedAt;
            differences = new Differences(options.differenceLimit());
        }

        RecoveryResult result() {
            if (result == null) {
                throw new IllegalStateException("the recovery did not end");
            }
            return result;
        }

        /// Builds and proves the generation; sets the result when it must not come into force.
        void build(LedgerStore ledger) {
            LedgerMeeting inForce = inForce();
            Reconstruction building = new Reconstruction(stores.log(), snapshots, ledger, plan.goal().position(),
                    options.fold(), differences, onTheWay(), inForce, progress);
            reconstruction = building;
            try {
                fold(building);
            } catch (DamagedRecordsException e) {
                DamageList damage = new DamageList();
                damage.add(e);
                damage.addAll(new EventScan(stores.log(), options.fold().threads())
                        .read(e.lastPosition() + 1, plan.goal().position(), Progress.NONE).damage());
                result = end(Outcome.INCOMPLETE, null, damage.toList());
                return;
            }
            building.accountForAttempts();
            proof = new Proof(true, building.met(), plan.base().snapshot() != null, true,
                    options.prove() && differences.isEmpty() ? secondReading(ledger) : null,
                    inForce == null ? null : inForce.found());
            VerifyReport second = proof.secondReader();
            if (!differences.isEmpty() || (second != null && !second.isProven())) {
                result = end(Outcome.DIFFERENT, null, List.of());
            }
        }

        /// The ledger in force, when events are taken out that it contains: all else of it must be found again.
        private @Nullable LedgerMeeting inForce() {
            List<Long> exclusions = Exclusions.of(stores.log(), plan.goal().position()).positions();
            if (exclusions.isEmpty()) {
                return null;
            }
            LedgerMeeting meeting = new LedgerMeeting(stores, differences);
            return meeting.position() < exclusions.getLast() ? meeting : null;
        }

        private void fold(Reconstruction building) {
            SnapshotManifest base = plan.base().snapshot();
            Instant mark = clock.instant();
            if (base != null) {
                building.restore(base);
                restore = since(mark);
                mark = clock.instant();
            }
            building.replay();
            replay = since(mark);
            mark = clock.instant();
            if (base != null) {
                building.fillHistory(base);
                history = since(mark);
            }
        }

        private VerifyReport secondReading(LedgerStore ledger) {
            Instant mark = clock.instant();
            try (LedgerReader view = ledger.view()) {
                VerifyOptions reading = VerifyOptions.DEFAULT.withoutBuckets().withLimit(options.differenceLimit());
                VerifyReport report = new Verifier(stores, clock).verify(view, reading, progress);
                prove = since(mark);
                return report;
            }
        }

        private List<SnapshotManifest> onTheWay() {
            Set<String> passedOver = plan.base().passedOver().stream().map(Plan.PassedOver::id)
                    .collect(Collectors.toSet());
            List<SnapshotManifest> whole = new ArrayList<>();
            for (String id : snapshots.ids()) {
                SnapshotCheck check = passedOver.contains(id) ? null : snapshots.verify(id);
                SnapshotManifest manifest = check == null || !check.isWhole() ? null : check.manifest();
                if (manifest != null && manifest.position() <= plan.goal().position()
                        && snapshots.whyForeign(manifest) == null) {
                    whole.add(manifest);
                }
            }
            return whole;
        }

        /// Follows up the cut-over: the new ledger is in force already.
        void finish(LedgerStore ledger, @Nullable String previous) {
            if (reconstruction == null) {
                throw new IllegalStateException("nothing was built");
            }
            carryOut(reconstruction.rejected());
            NewLedger made = new NewLedger(ledger.generation(), previous, plan.goal().position(),
                    reconstruction.accounts(), reconstruction.entries(), ledger.summary().counts(),
                    reconstruction.stateDigest());
            result = end(Outcome.DONE, made, List.of());
        }

        private void carryOut(PositionSet rejected) {
            try {
                new BucketMoves(stores.buckets()).carryOut(rejected, plan.goal().position());
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.DAMAGED) {
                    throw e;
                }
                stores.buckets().clear();
                new BucketMoves(stores.buckets()).carryOut(rejected, plan.goal().position());
            }
        }

        private RecoveryResult end(Outcome outcome, @Nullable NewLedger made, List<Plan.Damage> damage) {
            return new RecoveryResult(outcome, plan, startedAt, made, proof, differences.found(), damage,
                    new Durations(restore, replay, history, prove, since(startedAt)),
                    reconstruction == null ? null : reconstruction.eventSet());
        }

        private Duration since(Instant mark) {
            return Duration.between(mark, clock.instant());
        }
    }
}
