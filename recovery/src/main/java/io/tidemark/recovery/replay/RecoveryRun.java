package io.tidemark.recovery.replay;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.ControlItem.Provisional;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.DamageList;
import io.tidemark.recovery.plan.EventScan;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.RecoveryResult.NewLedger;
import io.tidemark.recovery.replay.RecoveryResult.Proof;
import io.tidemark.recovery.replay.WatchedFold.Writer;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One recovery: what [Recovery#begin] has done of it, and what is left to do while others put and process. Used by one thread at a time.
public final class RecoveryRun {
    /// Commits of history beside others are small, so that nobody waits for them long.
    private static final int RECORDS_PER_COMMIT_BESIDE = 32 * 1024;

    private final Stores stores;
    private final Snapshots snapshots;
    private final InstantSource clock;
    private final Plan plan;
    private final RecoveryOptions options;
    private final Instant startedAt;
    private final Differences differences;
    private final Stopwatch durations;
    private final Shortfall shortfall;
    private Course course = Course.NONE;
    private Proof proof = Proof.NONE;
    private @Nullable String previous;
    private @Nullable Reconstruction reconstruction;
    private @Nullable LedgerMeeting inForce;
    private @Nullable RecoveryResult result;

    RecoveryRun(Stores stores, InstantSource clock, Plan plan, RecoveryOptions options, Instant startedAt) {
        this.stores = stores;
        this.clock = clock;
        this.plan = plan;
        this.options = options;
        this.startedAt = startedAt;
        snapshots = new Snapshots(stores.snapshots(), stores.log());
        differences = new Differences(options.differenceLimit());
        durations = new Stopwatch(clock, startedAt);
        shortfall = new Shortfall(stores, plan);
    }

    /// What it came to, or null while there is something left to do.
    public @Nullable RecoveryResult result() {
        return result;
    }

    /// How it has gone so far.
    public Course course() {
        return course;
    }

    /// Says that from now on the ledger is open for new events.
    public void opened() {
        course = course.withOpened(durations.total());
    }

    /// Fills in the history before the base and proves the ledger, while others put, process and read. What differs is named; the accounts
    /// that differ are paused, and all others stay open.
    ///
    /// @param ledger   the ledger in force
    /// @param progress hears of the records folded, of all up to the target
    /// @param stop     asked now and then; when true, the call ends early, and what is done is not done again by the next recovery
    /// @return what it came to, or null when it was asked to end early
    public @Nullable RecoveryResult complete(LedgerAtWork ledger, Progress progress, BooleanSupplier stop) {
        Provisional owed = stores.control().read().provisional();
        SnapshotManifest base = plan.base().snapshot();
        if (owed == null || base == null || !owed.base().equals(base.id())) {
            throw new IllegalStateException("the ledger in force is not the one that this recovery opened");
        }
        if (plan.action() == Plan.Action.COMPLETE) {
            course = course.withOpened(Duration.ofMillis(owed.openedMillis()));
            previous = owed.previous();
        }
        FoldRun.Options beside = new FoldRun.Options(options.fold().threads(),
                Math.min(options.fold().recordsPerCommit(), RECORDS_PER_COMMIT_BESIDE));
        try (Reconstruction building = reconstruction == null ? newReconstruction(progress) : reconstruction) {
            building.meets(onTheWay(), null);
            Instant mark = clock.instant();
            if (plan.action() == Plan.Action.COMPLETE) {
                course = course.withResumed("resumes " + ledger.beside(LedgerStore::generation)
                        + " with history filled in up to position " + ledger.beside(LedgerStore::historyFilledTo));
            }
            if (!fillHistory(ledger, building, base, beside, stop)) {
                return null;
            }
            durations.filled(mark);
            building.agree(owed.stateDigest());
            building.accountForAttempts(building.proven().counts());
            proof = new Proof(true, building.met(), building.unmet().isEmpty(), true,
                    options.prove() && differences.isEmpty() && shortfall.losses().isEmpty()
                            ? ledger.look(view -> secondReading(view, progress))
                            : null);
            return settle(ledger, building, owed);
        } catch (DamagedRecordsException e) {
            endDamaged(e);
            return result;
        }
    }

    /// Fills it in and ends the proof; without lost events, where it meets such.
    private boolean fillHistory(LedgerAtWork ledger, Reconstruction building, SnapshotManifest base,
            FoldRun.Options beside, BooleanSupplier stop) {
        while (true) {
            try {
                return building.fillHistory(base, ledger.beside(LedgerStore::historyFilledTo),
                        Writer.beside(ledger, base.position()), beside, stop) && building.endProof(stop);
            } catch (DamagedRecordsException e) {
                // Where no account is touched there is nobody to pause, and so no mark that the history lacks something.
                if (!shortfall.read() || shortfall.losses().between(1, base.position()).accounts().isEmpty()) {
                    throw e;
                }
                building.without(shortfall.losses());
            }
        }
    }

    private RecoveryResult settle(LedgerAtWork ledger, Reconstruction building, Provisional owed) {
        NewLedger made = made(ledger.beside(LedgerStore::generation), building, building.proven().counts());
        VerifyReport second = proof.secondReader();
        boolean proven = differences.isEmpty() && (second == null || second.isProven());
        if (proven && !building.unmet().isEmpty()) {
            ledger.alone(store -> {
                pauseUnmet(ledger, store, building, owed);
                return store;
            });
            return endWithout(made, ledger.look(view -> PausedByLoss.of(stores.log(), view)));
        }
        if (proven) {
            ledger.alone(store -> {
                carryOut(standingNow(building, store).rejected(), building.proven().held().keySet(),
                        store.summary().position());
                store.sync();
                ControlItem.State control = stores.control().read();
                stores.control().update(control, control.withProvisional(null)
                        .withSyncedPosition(store.summary().position()));
                return store;
            });
            return shortfall.losses().isEmpty()
                    ? end(RecoveryResult.Outcome.DONE, made, List.of())
                    : endWithout(made, ledger.look(view -> PausedByLoss.of(stores.log(), view)));
        }
        ledger.alone(store -> {
            pauseDiffering(ledger, store, building, owed);
            return store;
        });
        return end(RecoveryResult.Outcome.DIFFERENT, made, shortfall.damage());
    }

    /// The base says how these accounts were, and their history cannot be had: nobody can tell whether it led there.
    private void pauseUnmet(LedgerAtWork ledger, LedgerStore store, Reconstruction building, Provisional owed) {
        Set<String> unmet = building.unmet();
        store.sync();
        boolean paused = ledger.pause(unmet, "events that touched this account before snapshot " + owed.base()
                + ", from which the ledger was opened, are lost");
        course = course.withDiffering(unmet, paused);
        ControlItem.State control = stores.control().read();
        stores.control().update(control, control.withProvisional(owed.withDiffering(unmet.size())));
    }

    private RecoveryResult endWithout(NewLedger made, Set<String> paused) {
        course = course.without(Places.Lost.of(shortfall.losses()), paused);
        return end(RecoveryResult.Outcome.INCOMPLETE, made, shortfall.damage());
    }

    /// What was decided since the target comes on top of what was proven.
    private Standings standingNow(Reconstruction building, LedgerReader ledger) {
        Standings now = building.standings();
        try (Cursor<Outcome> later = ledger.outcomesDecided(plan.goal().position() + 1,
                ledger.summary().position())) {
            for (Outcome outcome = later.next(); outcome != null; outcome = later.next()) {
                now.take(outcome);
            }
        }
        return now;
    }

    /// An account that differed at the base may have touched others since: whoever differs now is paused.
    private void pauseDiffering(LedgerAtWork ledger, LedgerStore store, Reconstruction building, Provisional owed) {
        LedgerWatch expected = building.goOn(store.summary().position());
        StateAgreement.Found found = StateAgreement.compare(store, expected, stores.log());
        Set<String> differing = new TreeSet<>(found.accounts());
        differing.addAll(differences.found().byAccount().keySet());
        VerifyReport second = proof.secondReader();
        if (second != null) {
            differing.addAll(second.differences().byAccount().keySet());
        }
        store.sync();
        String why = "the history of this ledger does not meet snapshot " + owed.base() + ", from which it was opened";
        boolean paused = !differing.isEmpty() && ledger.pause(differing, why);
        course = course.withDiffering(differing, paused);
        ControlItem.State control = stores.control().read();
        ControlItem.State next = control.withProvisional(owed.withDiffering(Math.max(1, differing.size())));
        if (differing.isEmpty() || !found.others().isEmpty()) {
            // It is about no account, so no account is known to be right.
            next = next.withInDoubt(why + (found.others().isEmpty() ? "" : ": " + found.others().getFirst()));
        }
        stores.control().update(control, next);
    }

    // --- What building it needs ---

    Plan plan() {
        return plan;
    }

    RecoveryOptions options() {
        return options;
    }

    Instant startedAt() {
        return startedAt;
    }

    Shortfall shortfall() {
        return shortfall;
    }

    Stopwatch durations() {
        return durations;
    }

    void began(Begun begun) {
        course = new Course(null, begun.resumed(), begun.afresh(), List.of(), false);
    }

    Reconstruction newReconstruction(Progress progress) {
        Reconstruction begun = new Reconstruction(stores.log(), snapshots, plan.goal().position(), differences,
                shortfall.losses(), progress);
        reconstruction = begun;
        return begun;
    }

    void tookPlaceOf(@Nullable String generation) {
        previous = generation;
    }

    long openedMillis() {
        Duration after = course.opened();
        return after == null ? 0 : after.toMillis();
    }

    void acceptLoss() {
        if (plan.loss() != null) {
            stores.log().acceptLoss();
        }
    }

    /// Whether a generation that is not in force yet is as it must be; ends the recovery when it is not.
    boolean isProven(Reconstruction building, LedgerStore ledger) {
        building.accountForAttempts(ledger.summary().counts());
        RecoveryResult.Unchanged unchanged = inForce == null ? null : inForce.found();
        proof = new Proof(true, building.met(), plan.base().snapshot() != null, true, null, unchanged);
        if (differences.isEmpty() && options.prove() && shortfall.losses().isEmpty()) {
            try (LedgerReader view = ledger.view()) {
                VerifyReport report = secondReading(view, Progress.NONE);
                proof = new Proof(true, building.met(), proof.baseMet(), true, report, unchanged);
            }
        }
        VerifyReport second = proof.secondReader();
        if (differences.isEmpty() && (second == null || second.isProven())) {
            return true;
        }
        building.close();
        end(RecoveryResult.Outcome.DIFFERENT, null, List.of());
        return false;
    }

    private VerifyReport secondReading(LedgerReader view, Progress progress) {
        Instant mark = clock.instant();
        VerifyOptions reading = VerifyOptions.DEFAULT.withoutBuckets().withLimit(options.differenceLimit());
        VerifyReport report = new Verifier(stores, clock).verify(view, reading, progress);
        durations.proved(mark);
        return report;
    }

    /// The ledger in force, when events are taken out that it contains: all else of it must be found again. Null when there are none.
    @Nullable
    LedgerMeeting inForce() {
        List<Long> exclusions = Exclusions.of(stores.log(), plan.goal().position()).positions();
        if (!exclusions.isEmpty()) {
            LedgerMeeting meeting = new LedgerMeeting(stores, differences);
            inForce = meeting.position() < exclusions.getLast() ? meeting : null;
        }
        return inForce;
    }

    /// The whole snapshots up to the target.
    List<SnapshotManifest> onTheWay() {
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

    /// Puts rejected attempts, and no others, into their bucket.
    ///
    /// @param held attempts without an outcome
    void carryOut(PositionSet rejected, Set<Long> held, long position) {
        // Held for loss, it may have been rejected, and stays where it is; held for another reason, it was not.
        Set<Long> left = shortfall.losses().isEmpty() ? Set.of() : held;
        try {
            new BucketMoves(stores.buckets()).carryOut(rejected, left, position);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            stores.buckets().clear();
            new BucketMoves(stores.buckets()).carryOut(rejected, left, position);
        }
    }

    /// Ends it because records cannot be read; names all of them.
    void endDamaged(DamagedRecordsException e) {
        DamageList damage = new DamageList();
        damage.add(e);
        damage.addAll(new EventScan(stores.log(), options.fold().threads())
                .read(e.lastPosition() + 1, plan.goal().position(), Progress.NONE).damage());
        end(RecoveryResult.Outcome.INCOMPLETE, damage.toList());
    }

    void end(RecoveryResult.Outcome outcome, List<Plan.Damage> damage) {
        end(outcome, null, damage);
    }

    /// Ends it with a ledger that is in force.
    ///
    /// @param paused the accounts that are paused by loss
    void endBuilt(String generation, Reconstruction building, Set<String> paused) {
        NewLedger made = made(generation, building, building.replayed().counts());
        if (shortfall.losses().isEmpty()) {
            end(RecoveryResult.Outcome.DONE, made, List.of());
        } else {
            endWithout(made, paused);
        }
    }

    private NewLedger made(String generation, Reconstruction building, OutcomeCounts counts) {
        LedgerWatch state = building.proven();
        return new NewLedger(generation, previous, plan.goal().position(), state.accountCount(), state.entryCount(),
                counts, state.stateDigest());
    }

    private RecoveryResult end(RecoveryResult.Outcome outcome, @Nullable NewLedger made, List<Plan.Damage> damage) {
        RecoveryResult ended = new RecoveryResult(outcome, plan, startedAt, made, proof, differences.found(), damage,
                durations.durations(), reconstruction == null ? null : reconstruction.eventSet(), course);
        result = ended;
        return ended;
    }
}
