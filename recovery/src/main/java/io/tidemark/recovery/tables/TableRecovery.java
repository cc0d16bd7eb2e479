package io.tidemark.recovery.tables;

import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookGenerations.WentBack;
import io.tidemark.core.port.BookLoading;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.Plan.Damage;
import io.tidemark.recovery.replay.Course;
import io.tidemark.recovery.replay.GenerationNames;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Decided;
import io.tidemark.recovery.replay.RecoveryResult.Durations;
import io.tidemark.recovery.replay.RecoveryResult.NewLedger;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.replay.RecoveryResult.Unchanged;
import io.tidemark.recovery.tables.TableProof.Verdict;
import io.tidemark.recovery.verify.Differences;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Carries plans out for an installation whose accounts stand in tables: fills the tables of a new generation, proves them, and puts
/// them in the place of those in force by one conditional write of the control item.
///
/// All processing is paused meanwhile; whether it was before is restored at the end. Until the cut-over nothing that is in force changes. A
/// recovery that is killed before it leaves processing paused and an unfinished generation behind; the next one goes on with it, and writes only
/// what it lacks or has otherwise. The
/// tables from before are kept until they are discarded. All that is known is held in memory. One recovery at a time.
public final class TableRecovery {
    /// How many decisions that are not in effect are named.
    private static final int MOST_NAMED = 100;

    private final TableStores stores;
    private final Workspaces workspaces;
    private final InstantSource clock;

    /// Recovery over those stores.
    ///
    /// @param workspaces where proofs find room
    /// @param clock      tells when a recovery begins and how long it takes
    public TableRecovery(TableStores stores, Workspaces workspaces, InstantSource clock) {
        this.stores = stores;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /// Carries a plan out. The plan must have been made from these stores.
    ///
    /// @param progress hears of the records folded
    /// @throws io.tidemark.core.port.StorageException when storage fails; before the cut-over, the tables in force are those from before
    public RecoveryResult execute(Plan plan, RecoveryOptions options, Progress progress) {
        Instant startedAt = clock.instant();
        if (plan.action() == Plan.Action.NOTHING) {
            return new RecoveryResult(Outcome.NOTHING_TO_DO, plan, startedAt, null, RecoveryResult.Proof.NONE,
                    Differences.Found.NONE, List.of(), Durations.NONE, null);
        }
        // How it is found, before a place for the control item is made: that is an index with nothing in it.
        Sight found = Sight.of(stores);
        Sight sight = found.controlLost() ? found.withControl(stores) : found;
        boolean wasPaused = stores.pauses().read().everything();
        stores.pauses().pauseEverything(true);
        sight.removable(plan.base()).forEach(this::remove);
        String begun = sight.resumable(plan.base());
        if (begun != null) {
            // It may have been begun for a moment, and end otherwise.
            stores.generations().forget(begun);
        }
        Set<String> taken = new HashSet<>(stores.generations().list());
        if (sight.control().generation() != null) {
            taken.add(sight.control().generation());
        }
        Attempt attempt = new Attempt(plan, options, progress, startedAt, sight,
                begun == null ? GenerationNames.next(startedAt, taken) : begun);
        boolean done = false;
        try {
            RecoveryResult result = attempt.run();
            done = result.outcome() == Outcome.DONE;
            return result;
        } finally {
            if (!done) {
                remove(attempt.name);
            }
            if (!wasPaused) {
                stores.pauses().pauseEverything(false);
            }
        }
    }

    /// Removes a generation that did not come into force.
    private void remove(String generation) {
        // What was noted of it goes first: as long as its tables are there, whoever comes next finds it to be unfinished.
        stores.generations().forget(generation);
        stores.generations().delete(generation);
    }

    /// Removes the tables of all generations but the one in force: those from before, and such as a recovery left unfinished. The
    /// tables of the first generation, which bear no generation's name, stay: they are the templates' own, and the control item stands in one
    /// of them.
    ///
    /// @return the names of the generations that were removed, in their order
    /// @throws StorageException of kind `MISSING` when the control item has no place to stand: nothing tells which generation is in force then, and
    ///                          nothing was removed
    public List<String> discard() {
        String inForce = stores.control().read().generation();
        List<String> others = stores.generations().list().stream().filter(name -> !name.equals(inForce)).toList();
        others.forEach(stores.generations()::delete);
        return others;
    }

    /// One carrying out of one plan.
    private final class Attempt {
        private final Plan plan;
        private final RecoveryOptions options;
        private final Progress progress;
        private final Instant startedAt;
        private final Sight sight;
        private final String name;
        private final Excluding excluding;
        private Evidence evidence = new Evidence(stores.attempts());
        private final List<String> warnings = new ArrayList<>();
        private final LeftHistory left = LeftHistory.of(stores);
        /// All that counts, once it was gathered: everything that is known, or as of the moment that the recovery goes to.
        private List<AttemptFact> facts = List.of();
        private final Map<AttemptId, AttemptFact> counted = new HashMap<>();
        private @Nullable AsOf asOf;
        private Duration restore = Duration.ZERO;
        private Duration replay = Duration.ZERO;
        private Duration prove = Duration.ZERO;
        private Course course = Course.NONE;

        Attempt(Plan plan, RecoveryOptions options, Progress progress, Instant startedAt, Sight sight, String name) {
            this.plan = plan;
            this.options = options;
            this.progress = progress;
            this.startedAt = startedAt;
            this.sight = sight;
            this.name = name;
            Plan.Moment to = plan.goal().moment();
            excluding = new Excluding(stores, plan.exclusion(), startedAt, left,
                    to == null ? Long.MAX_VALUE : to.micros());
            warnings.addAll(excluding.undone());
        }

        RecoveryResult run() {
            Plan.Moment to = plan.goal().moment();
            Differences differences = new Differences(options.differenceLimit());
            long toMicros = to == null ? Long.MAX_VALUE : to.micros();
            TableProof proof = new TableProof(stores, workspaces, clock, differences,
                    snapshot -> left.reaches(snapshot, toMicros));
            boolean restored = restoreBase();
            gather(restored);
            List<Damage> damage = TablePlanner.missing(evidence, facts, Progress.NONE);
            if (!damage.isEmpty()) {
                return end(Outcome.INCOMPLETE, null, RecoveryResult.Proof.NONE, differences, damage, null, 0);
            }
            Instant mark = clock.instant();
            Replay.Replayed replayed = new Replay(stores(), left.withoutCopies(facts), micros(startedAt),
                    restored || !evidence.tablesTell(), LeftHistory.told(facts, evidence.told()),
                    excluding.all(asOf)).run();
            replayed.differences().forEach(differences::add);
            if (!differences.isEmpty()) {
                return end(Outcome.DIFFERENT, null, RecoveryResult.Proof.NONE, differences, List.of(), replayed, 0);
            }
            long items = load(replayed, restored);
            replay = since(mark);
            mark = clock.instant();
            Verdict verdict = proof.prove(replayed, stores.generations().contents(name), false,
                    !sight.index() || !evidence.tablesTell(), progress);
            if (asOf != null) {
                StillUndecided.prove(asOf.later(), stores.generations().contents(name), differences);
            }
            prove = since(mark);
            warnings.addAll(verdict.report().warnings());
            Unchanged unchanged = excluding.hold(sight, replayed, evidence.facts().size(), differences);
            RecoveryResult.Proof proved = new RecoveryResult.Proof(true, verdict.report().snapshotsMet(), false, true,
                    verdict.report(), unchanged);
            if (!differences.isEmpty() || !verdict.report().isProven()) {
                return end(Outcome.DIFFERENT, null, proved, differences, List.of(), replayed, items);
            }
            if (hasMovedOn()) {
                return end(Outcome.INCOMPLETE, null, proved, differences,
                        List.of(new Damage(0, 0, "others went on committing to the tables in force: see that nothing "
                                + "processes events, and run it again")),
                        replayed, items);
            }
            // Before the cut-over: should it be killed in between, processing is still paused and the next run decides the same. Behind it
            // nobody would put them there any more, and their versions expire.
            keepRejected(replayed);
            stores.generations().protect(name);
            cutOver(excluding.writeDown(sight.control(), replayed));
            NewLedger made = new NewLedger(name, sight.accounts() || sight.index() ? previous() : null,
                    verdict.report().records(), verdict.accounts(), verdict.report().entries(), verdict.counts(),
                    verdict.report().stateDigest());
            return end(Outcome.DONE, made, proved, differences, List.of(), replayed, items);
        }

        private String previous() {
            String generation = sight.control().generation();
            return generation == null ? "the first" : generation;
        }

        private HeldBodies stores() {
            return evidence.bodies();
        }

        private boolean restoreBase() {
            String backup = plan.base().backup();
            if (backup == null) {
                return false;
            }
            Instant mark = clock.instant();
            stores.backups().restore(backup, name);
            restore = since(mark);
            return true;
        }

        /// All that is known, from wherever it is known.
        private void gather(boolean restored) {
            evidence = Evidence.of(stores, sight, restored ? name : null);
            evidence.foreign()
                    .forEach(copy -> warnings.add(copy + " does not say which attempt it is of: passed over"));
            facts = left.withoutTold(evidence.facts(), evidence.told());
            Plan.Moment to = plan.goal().moment();
            if (to != null) {
                AsOf cut = new AsOf(facts, evidence.bodies(), to.micros());
                asOf = cut;
                facts = cut.counted();
                cut.decisions().stream().limit(MOST_NAMED).forEach(decision -> warnings
                        .add("a decision that was taken later is not in effect: " + decision));
            }
            facts.forEach(fact -> counted.put(fact.attempt(), fact));
        }

        private long load(Replay.Replayed replayed, boolean restored) {
            boolean resumed = name.equals(sight.begun());
            try (BookLoading loading = restored || resumed ? stores.generations().reload(name)
                    : stores.generations().create(name)) {
                Map<AttemptId, OutcomeState> states = new HashMap<>();
                for (Round.Taken taken : replayed.kept().commits()) {
                    loading.add(taken.commit(), taken.decidedMicros());
                    for (Judgement judgement : taken.commit().judgements()) {
                        states.put(judgement.attempt().id(), judgement.state());
                    }
                }
                for (AttemptFact fact : facts) {
                    loading.arrived(placed(fact, states.get(fact.attempt())));
                }
                if (asOf != null) {
                    asOf.later().forEach(loading::arrived);
                }
                loading.finish();
                if (resumed) {
                    course = course.withResumed("resumes " + name + ", in which " + loading.written().skipped()
                            + " items were there already");
                }
                return loading.written().items();
            }
        }

        /// Where an attempt will be once what is rejected is kept.
        private static AttemptFact placed(AttemptFact fact, @Nullable OutcomeState state) {
            if (state != OutcomeState.REJECTED || fact.places().contains(Bucket.REJECTED)) {
                return fact;
            }
            Set<Bucket> places = EnumSet.of(Bucket.REJECTED);
            places.addAll(fact.places());
            return new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(), places, fact.recorded());
        }

        /// Whether the index in force knows more than when it was read.
        private boolean hasMovedOn() {
            if (!sight.index()) {
                return false;
            }
            Map<AttemptId, AttemptFact> before = new HashMap<>();
            evidence.facts().forEach(fact -> before.put(fact.attempt(), fact));
            return Histories
                    .facts(stores.generations().contents(sight.control().generation()).book().histories()).stream()
                    .anyMatch(fact -> {
                        AttemptFact known = before.get(fact.attempt());
                        return !fact.recorded().isEmpty()
                                && (known == null || known.recorded().size() != fact.recorded().size());
                    });
        }

        private void cutOver(ControlItem.State control) {
            Long pausesAt = pausesAt(control);
            if (pausesAt != null) {
                stores.generations().note(new WentBack(name, control.generation(), pausesAt,
                        micros(clock.instant())));
            }
            stores.control().update(control, new ControlItem.State(name, control.syncedPosition(), pausesAt, null));
        }

        /// The moment that the new tables stand still at: where anything was left out, or where those in force stand there.
        private @Nullable Long pausesAt(ControlItem.State control) {
            Plan.Moment to = plan.goal().moment();
            if (asOf == null || to == null) {
                return null;
            }
            boolean stays = Long.valueOf(to.micros()).equals(control.pausedAt());
            return asOf.leavesOut() || stays ? (Long) to.micros() : null;
        }

        /// Puts what was rejected afresh where rejected attempts are kept.
        private void keepRejected(Replay.Replayed replayed) {
            Set<AttemptId> afresh = new HashSet<>(replayed.afresh());
            for (Round.Taken taken : replayed.taken()) {
                for (Judgement judgement : taken.commit().judgements()) {
                    boolean now = afresh.contains(judgement.attempt().id()) || taken.step().why != null;
                    if (judgement.state() == OutcomeState.REJECTED && now) {
                        stores.attempts().keep(judgement.attempt(), Bucket.REJECTED,
                                recorded(taken, judgement));
                    }
                }
            }
        }

        private List<AttemptFact.Recorded> recorded(Round.Taken taken, Judgement judgement) {
            AttemptFact fact = counted.get(judgement.attempt().id());
            List<AttemptFact.Recorded> all = new ArrayList<>(fact == null ? List.of() : fact.recorded());
            all.add(AttemptFact.Recorded.of(judgement, taken.decidedMicros()));
            return all;
        }

        private RecoveryResult end(Outcome outcome, @Nullable NewLedger made, RecoveryResult.Proof proof,
                Differences differences, List<Damage> damage, Replay.@Nullable Replayed replayed, long items) {
            List<String> afresh = replayed == null ? List.of()
                    : replayed.afresh().stream().map(AttemptId::toString).toList();
            return new RecoveryResult(outcome, plan, startedAt, made, proof, differences.found(), damage,
                    new Durations(restore, replay, Duration.ZERO, prove, since(startedAt)),
                    new Decided(afresh, replayed == null ? 0 : replayed.byBucket(), items,
                            sight.removable(plan.base()), warnings),
                    replayed == null || !replayed.isComplete() ? null : TableEventSet.of(replayed), course, null);
        }

        private Duration since(Instant mark) {
            return Duration.between(mark, clock.instant());
        }
    }

    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}
