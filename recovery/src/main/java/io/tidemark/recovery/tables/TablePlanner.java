package io.tidemark.recovery.tables;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.Backups.Backup;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.Matches;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.Plan.Action;
import io.tidemark.recovery.plan.Plan.Base;
import io.tidemark.recovery.plan.Plan.Damage;
import io.tidemark.recovery.plan.Plan.PassedOver;
import io.tidemark.recovery.plan.PlanRefusedException;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Selection;
import io.tidemark.recovery.plan.Situation;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import io.tidemark.recovery.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes plans for an installation whose accounts stand in tables. Changes nothing. Positions in these plans number the attempts that
/// are known of.
public final class TablePlanner {
    /// What an event's body weighs about, where nobody has read them.
    private static final long BODY_BYTES = 400;
    /// How many attempts are read, written and proved in a second, about.
    private static final long A_SECOND = 400;

    private final TableStores stores;
    private final Snapshots snapshots;
    private final ExclusionTrial trial;

    /// A planner for those stores.
    ///
    /// @param workspaces where exclusions are tried
    /// @param clock      tells when that is done
    public TablePlanner(TableStores stores, Workspaces workspaces, InstantSource clock) {
        this.stores = stores;
        trial = new ExclusionTrial(stores, workspaces, clock);
        snapshots = new Snapshots(stores.snapshots());
    }

    /// Plans a recovery. Lists the buckets, reads the index where there is one, and reads all snapshots, to know which are whole.
    ///
    /// @param progress hears of the bodies read, when the request asks for that
    /// @throws PlanRefusedException when the request names a snapshot that does not serve, or a position, or excludes what cannot be
    public Plan plan(PlanRequest request, Progress progress) {
        Sight sight = Sight.of(stores);
        LeftHistory left = LeftHistory.of(stores);
        Long to = to(request.target(), sight);
        Evidence evidence = Evidence.of(stores, sight, null);
        List<AttemptFact> all = left.withoutTold(evidence.facts(), evidence.told());
        AsOf asOf = to == null ? null : new AsOf(all, evidence.bodies(), to);
        List<AttemptFact> facts = asOf == null ? all : asOf.counted();
        Situation situation = sight.situation(all.size());
        Exclusion exclusion = exclusion(request.exclusion(), evidence, left, to, progress);
        boolean excludes = exclusion != null && !exclusion.isEmpty();
        Action action = action(request, situation);
        boolean moves = request.target() != null && asOf != null && !isThere(asOf, to, sight);
        if (action == Action.NOTHING && (excludes || moves)) {
            action = Action.RECOVER;
        }
        Base base = base(request, action, sight, left, to);
        List<Damage> damage = action != Action.NOTHING && request.readEvents()
                ? missing(evidence, facts, progress)
                : List.of();
        Plan.Work work = work(action, base, facts, evidence, request.readEvents());
        BundledRecords bundled = evidence.bundled();
        Places places = action == Action.NOTHING || bundled.isEmpty() ? Places.NONE
                : new Places(work.tiers(), Map.of(), bundled.cold(), null);
        Plan.Goal goal = goal(facts, asOf, to, sight);
        String taken = exclusion == null ? "" : exclusion.sentence("") + " ";
        return new Plan(situation, action, taken + summary(situation, action, base, work, damage, sight, goal),
                range(all), goal, base, work, damage, null, places, exclusion,
                matches(request.shown(), action, base, facts, evidence));
    }

    private @Nullable Exclusion exclusion(@Nullable ExclusionRequest request, Evidence evidence, LeftHistory left,
            @Nullable Long to, Progress progress) {
        if (request != null && to != null) {
            throw new PlanRefusedException("processing is paused at a moment: go forward first (`tidemark resume"
                    + " --forward`), then exclude");
        }
        return trial.exclusion(request, evidence, left, progress);
    }

    /// The moment that a recovery goes to, in microseconds since 1970, or null for the end: where nothing else is asked for, a pause at a moment
    /// stays.
    private static @Nullable Long to(@Nullable Target target, Sight sight) {
        return switch (target) {
            case null -> sight.control().pausedAt();
            case Target.AtTime time -> Long.valueOf(time.arrivalMicros());
            case Target.AtPosition _ -> throw new PlanRefusedException(
                    "there are no positions where accounts stand in tables: name a moment, such as 2026-11-22T16:10:00Z");
        };
    }

    /// Whether the tables in force are as of that moment already.
    private static boolean isThere(AsOf asOf, @Nullable Long to, Sight sight) {
        return !asOf.changes() && (asOf.later().isEmpty() || Objects.equals(to, sight.control().pausedAt()));
    }

    private static Plan.Goal goal(List<AttemptFact> facts, @Nullable AsOf asOf, @Nullable Long to, Sight sight) {
        if (asOf == null || to == null) {
            return new Plan.Goal(facts.size(), null);
        }
        boolean pauses = asOf.leavesOut() || to.equals(sight.control().pausedAt());
        return new Plan.Goal(facts.size(), pauses ? (long) facts.size() : null,
                new Plan.Moment(to, asOf.later().size(), asOf.decisions().size()));
    }

    private static Action action(PlanRequest request, Situation situation) {
        if (request.rebuild() || situation.kind() == Situation.Kind.IN_DOUBT) {
            return Action.REBUILD;
        }
        return situation.isUsable() && request.fromSnapshot() == null ? Action.NOTHING : Action.RECOVER;
    }

    private Base base(PlanRequest request, Action action, Sight sight, LeftHistory left, @Nullable Long to) {
        List<PassedOver> passedOver = new ArrayList<>();
        List<SnapshotManifest> serving = new ArrayList<>();
        for (SnapshotCheck check : snapshots.list()) {
            SnapshotManifest manifest = check.manifest();
            if (!check.isWhole() || manifest == null) {
                passedOver.add(new PassedOver(check.id(), "damaged: " + check.damageText()));
            } else if (manifest.rulesVersion() > Rules.VERSION) {
                passedOver.add(new PassedOver(check.id(), "it was made by version " + manifest.rulesVersion()
                        + " of the rules, this program has version " + Rules.VERSION));
            } else if (left.mayContain(manifest.createdAt())) {
                passedOver.add(new PassedOver(check.id(), "it is of a time that a recovery went back before"));
            } else if (to != null && !LeftHistory.isBy(manifest, to)) {
                passedOver.add(new PassedOver(check.id(), "it was not taken before the target"));
            } else {
                serving.add(manifest);
            }
        }
        if (action == Action.NOTHING) {
            return new Base(null, "there is nothing to recover", passedOver);
        }
        String wanted = request.fromSnapshot();
        if (wanted != null) {
            return named(wanted, serving, passedOver);
        }
        if (action == Action.REBUILD) {
            return new Base(null, "a rebuild starts from nothing", passedOver);
        }
        SnapshotManifest snapshot = serving.stream().max(Comparator.comparing(SnapshotManifest::createdAt)
                .thenComparing(SnapshotManifest::id)).orElse(null);
        // A backup has what the index knows. Where that is kept it has nothing to add.
        Backup backup = sight.index() ? null
                : stores.backups().list().stream().filter(Backup::whole)
                        .filter(each -> !left.mayContain(each.createdAt()))
                        .max(Comparator.comparing(Backup::createdAt).thenComparing(Backup::id)).orElse(null);
        if (backup != null) {
            return new Base(null, backup.id(),
                    "the newest whole backup: it knows the order that the lost index recorded",
                    passedOver);
        }
        return new Base(snapshot, null, snapshot == null ? "there is no whole snapshot and no backup that serves"
                : "the newest whole snapshot", passedOver);
    }

    private static Base named(String wanted, List<SnapshotManifest> serving, List<PassedOver> passedOver) {
        for (SnapshotManifest snapshot : serving) {
            if (snapshot.id().equals(wanted)) {
                return new Base(snapshot, "it was asked for", passedOver);
            }
        }
        for (PassedOver passed : passedOver) {
            if (passed.id().equals(wanted)) {
                throw new PlanRefusedException("snapshot " + wanted + " does not serve: " + passed.reason());
            }
        }
        throw new PlanRefusedException("there is no snapshot " + wanted);
    }

    /// The attempts that no bucket has, or whose bytes are others than were judged.
    static List<Damage> missing(Evidence evidence, List<AttemptFact> facts, Progress progress) {
        evidence.holdDuplicates();
        List<Damage> damage = new ArrayList<>();
        Set<String> altered = new HashSet<>(evidence.altered());
        long number = 0;
        for (AttemptFact fact : facts) {
            number++;
            progress.at(number, facts.size());
            StoredAttempt stored = evidence.bodies().read(fact.attempt());
            String text = fact.attempt() + " has other bytes than were judged";
            if (stored == null) {
                damage.add(new Damage(number, number, fact.attempt() + " is in no bucket"));
            } else if (altered.contains(text)) {
                damage.add(new Damage(number, number, text));
            } else if (!evidence.bundled().isCold(fact.attempt())) {
                String trouble = evidence.bundled().trouble(fact.attempt(), evidence.bodies());
                if (trouble != null) {
                    damage.add(new Damage(number, number, trouble));
                }
            }
        }
        return damage;
    }

    private Plan.Work work(Action action, Base base, List<AttemptFact> facts, Evidence evidence, boolean read) {
        if (action == Action.NOTHING) {
            return new Plan.Work(0, 0, 0, false, 0, Map.of(), null, null);
        }
        Map<String, Long> watermarks = watermarks(base);
        Map<String, Long> tiers = new LinkedHashMap<>();
        tiers.put("recent", 0L);
        tiers.put("archive", 0L);
        tiers.put("rejected", 0L);
        if (!evidence.bundled().isEmpty()) {
            tiers.put("bundles", 0L);
            tiers.put(Places.COLD, 0L);
        }
        Set<String> accounts = new HashSet<>();
        Set<String> written = new HashSet<>();
        long entries = 0;
        long history = 0;
        long bytes = 0;
        for (AttemptFact fact : facts) {
            StoredAttempt stored = read ? evidence.bodies().read(fact.attempt()) : null;
            for (var recorded : fact.recorded()) {
                entries += recorded.sequences().size();
                written.addAll(recorded.sequences().keySet());
            }
            bytes += stored == null ? BODY_BYTES : stored.body().length();
            if (isBelow(fact, watermarks)) {
                history++;
            } else {
                String bundle = evidence.bundled().tier(fact.attempt());
                tiers.merge(bundle == null ? tier(fact) : bundle, 1L, Long::sum);
                fact.recorded().forEach(recorded -> accounts.addAll(recorded.sequences().keySet()));
            }
        }
        return new Plan.Work(facts.size() - history, history, bytes, !read, 1 + facts.size() / A_SECOND, tiers,
                accounts.isEmpty() ? null : (long) accounts.size(),
                new Plan.Written(facts.size(), entries, written.size()));
    }

    /// How many of the attempts fit. Reads the body of each: what it is about, and who sent it, is nowhere else.
    private @Nullable Matches matches(@Nullable Selection shown, Action action, Base base, List<AttemptFact> facts,
            Evidence evidence) {
        if (shown == null) {
            return null;
        }
        evidence.bodies().fetch(facts.stream().map(AttemptFact::attempt).toList());
        Map<String, Long> watermarks = watermarks(base);
        List<LogRecord.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            StoredAttempt stored = evidence.bodies().read(facts.get(i).attempt());
            if (stored != null) {
                attempts.add(new LogRecord.Attempt(i, stored.arrivalMicros(), stored.id().key(), 1, stored.source(),
                        stored.body()));
            }
        }
        return Matches.count(attempts, shown, attempt -> action != Action.NOTHING
                && !isBelow(facts.get((int) attempt.position()), watermarks));
    }

    private Map<String, Long> watermarks(Base base) {
        Map<String, Long> watermarks = new HashMap<>();
        SnapshotManifest snapshot = base.snapshot();
        if (snapshot != null) {
            snapshots.read(snapshot, new Watermarks(watermarks));
        }
        return watermarks;
    }

    /// Whether the snapshot contains everything that was recorded of an attempt.
    private static boolean isBelow(AttemptFact fact, Map<String, Long> watermarks) {
        return !fact.recorded().isEmpty() && fact.recorded().stream()
                .allMatch(recorded -> !recorded.sequences().isEmpty()
                        && recorded.sequences().entrySet().stream()
                                .allMatch(at -> at.getValue() <= watermarks.getOrDefault(at.getKey(), -1L)));
    }

    private static String tier(AttemptFact fact) {
        return fact.places().contains(Bucket.REJECTED) ? "rejected"
                : fact.places().contains(Bucket.ARCHIVE) ? "archive" : "recent";
    }

    private static Plan.Range range(List<AttemptFact> facts) {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (AttemptFact fact : facts) {
            if (fact.arrivalMicros() != 0) {
                first = Math.min(first, fact.arrivalMicros());
                last = Math.max(last, fact.arrivalMicros());
            }
        }
        return facts.isEmpty() ? new Plan.Range(0, 0, null, null)
                : new Plan.Range(1, facts.size(), last == 0 ? null : first, last == 0 ? null : last);
    }

    private static String summary(Situation situation, Action action, Base base, Plan.Work work, List<Damage> damage,
            Sight sight, Plan.Goal goal) {
        String left = left(base, sight);
        if (action == Action.NOTHING) {
            return "Nothing to do: " + situation.description() + "." + left;
        }
        SnapshotManifest snapshot = base.snapshot();
        String begin = base.backup() != null ? "restore backup " + base.backup() + " and replay what it lacks of "
                + work.toReplay() + " events"
                : snapshot != null ? "meet snapshot " + snapshot.id() + ", replay " + work.toReplay()
                        + " events after it and " + work.historyToFill() + " before it"
                        : "start from nothing, replay " + work.toReplay() + " events";
        String order = sight.index() ? "in the order that the index recorded"
                : base.backup() != null ? "in the order that the backup recorded, then by arrival"
                        : "as the copies in the buckets tell, then by arrival";
        String missing = damage.isEmpty() ? ""
                : " This cannot be completed: "
                        + String.join("; ", damage.stream().map(Damage::description).toList()) + ".";
        String why = situation.isUsable() ? ""
                : Character.toUpperCase(situation.description().charAt(0))
                        + situation.description().substring(1) + ". ";
        return why + (action == Action.REBUILD ? "Rebuild: " : "Recover: ") + begin + ", into new tables, "
                + asOf(goal) + order + "." + pause(goal) + missing + left;
    }

    private static String asOf(Plan.Goal goal) {
        Plan.Moment moment = goal.moment();
        return moment == null ? "" : "as of " + Sight.time(moment.micros()) + ", ";
    }

    private static String pause(Plan.Goal goal) {
        Plan.Moment moment = goal.moment();
        if (moment == null || goal.pausedAt() == null) {
            return "";
        }
        long undecided = moment.undecided();
        long decisions = moment.decisions();
        return " Pause there: " + (undecided == 1 ? "1 attempt that arrived later is"
                : undecided + " attempts that arrived later are") + " left undecided until `resume --forward`"
                + (decisions == 0 ? ""
                        : "; " + (decisions == 1 ? "1 decision of an operator that was taken later is"
                                : decisions + " decisions of operators that were taken later are") + " not in effect")
                + ".";
    }

    /// What becomes of what earlier recoveries left.
    private static String left(Base base, Sight sight) {
        List<String> removed = sight.removable(base);
        String resumed = sight.resumable(base);
        return (removed.isEmpty() ? ""
                : " Tables that a recovery left unfinished go first: " + String.join(", ", removed) + ".")
                + (resumed == null ? ""
                        : " A recovery was killed: what it wrote to " + resumed + " is not written again.");
    }
}
