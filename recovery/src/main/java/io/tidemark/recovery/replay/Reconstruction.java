package io.tidemark.recovery.replay;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Losses;
import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.pipeline.Prepared;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.receipt.EventSetDigest;
import io.tidemark.recovery.replay.WatchedFold.Writer;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.PositionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Builds one new generation: restores the base, replays the events after it, fills in the history before it. Watches all of it and
/// holds it against the snapshots on the way. What an earlier process has written is not written again; it is folded again, as far as it
/// is needed for the proof. One use, one thread.
final class Reconstruction implements AutoCloseable {
    private final EventLog log;
    private final Snapshots snapshots;
    private final Differences differences;
    private final SnapshotMeeting meeting;
    private final List<String> met = new ArrayList<>();
    private final long target;
    private final Progress progress;
    private final EventSetDigest events;
    private final Exclusions exclusions;
    /// What it goes on without.
    private Losses losses;
    private final Set<String> unmet = new TreeSet<>();
    private @Nullable LedgerMeeting inForce;
    private List<SnapshotManifest> onTheWay = List.of();
    /// Follows what is replayed after the base.
    private LedgerWatch current;
    /// Whether that was all between the base and the target.
    private boolean whole;
    /// The events up to here are taken into the digest when the history is folded; those behind it were when they were replayed.
    private long readByHistory;
    private long base;
    private @Nullable WatchedFold history;
    private Standings standings = new Standings();
    private long folded;

    Reconstruction(EventLog log, Snapshots snapshots, long target, Differences differences, Losses losses,
            Progress progress) {
        this.log = log;
        this.snapshots = snapshots;
        this.target = target;
        this.differences = differences;
        this.progress = progress;
        this.losses = losses;
        readByHistory = target;
        events = new EventSetDigest(target);
        exclusions = Exclusions.of(log, target);
        meeting = new SnapshotMeeting(snapshots, differences);
        current = new LedgerWatch(differences);
    }

    /// Says which whole snapshots there are up to the target; the fold must meet them.
    ///
    /// @param ledger the ledger in force, when the fold must meet that too
    void meets(List<SnapshotManifest> manifests, @Nullable LedgerMeeting ledger) {
        inForce = ledger;
        onTheWay = manifests.stream()
                .sorted(Comparator.comparingLong(SnapshotManifest::position).thenComparing(SnapshotManifest::id))
                .toList();
    }

    /// Has the history filled in without what is lost. What was filled in of it already stays.
    void without(Losses lost) {
        close();
        history = null;
        losses = lost;
    }

    /// Sets the generation to the state of the base.
    void restore(SnapshotManifest base, LedgerStore ledger) {
        SnapshotRestore restore = new SnapshotRestore(ledger, base, current);
        snapshots.read(base, restore);
        restore.finish();
    }

    /// Takes the state of a generation as it is, which an earlier process has brought beyond its base. What led there is proven when the
    /// history is.
    void takeOver(LedgerReader ledger) {
        visit(ledger.accounts(), current::account);
        visit(ledger.openMatters(), current::openMatter);
        visit(ledger.waitingFollowUps(), current::waiting);
        visit(ledger.rejectedKeys(), current::rejectedKey);
        visit(ledger.correctedKeys(), current::correctedKey);
        visit(ledger.pausedAccounts(), current::paused);
        visit(ledger.heldAttempts(), current::held);
        current.beginAt(ledger.summary().position(), ledger.summary().counts());
    }

    private static <T> void visit(Cursor<T> items, Consumer<T> visitor) {
        try (items) {
            for (T item = items.next(); item != null; item = items.next()) {
                visitor.accept(item);
            }
        }
    }

    /// Folds the events after the generation's position, up to the target, into it.
    ///
    /// @param basePosition the position of the base
    void replay(LedgerStore ledger, FoldRun.Options options, long basePosition) {
        base = basePosition;
        long from = ledger.summary().position();
        whole = from == base;
        readByHistory = whole ? base : target;
        try (WatchedFold fold = new WatchedFold(log, WorkingState.over(ledger), current, options, this::takeReplayed,
                exclusions, losses)) {
            fold(fold, target, Writer.into(ledger), between(from, target), () -> false);
        }
        standings = current.standings();
    }

    /// The same from nothing, in a generation that an earlier process has brought a part of the way: up to there everything is folded
    /// without being written, and must come to what is there.
    ///
    /// @return whether it did; false when the generation is of no use
    boolean replayFromNothing(LedgerStore ledger, FoldRun.Options options) {
        long there = ledger.summary().position();
        readByHistory = 0;
        try (WatchedFold fold = new WatchedFold(log, WorkingState.empty(), current, options, this::takeReplayed,
                exclusions, losses)) {
            fold(fold, there, null, between(0, there), () -> false);
            if (!StateAgreement.compare(ledger, current, log).isNone()) {
                return false;
            }
            fold(fold, target, Writer.into(ledger), between(there, target), () -> false);
        }
        whole = true;
        standings = current.standings();
        return true;
    }

    /// Folds the events before the base from nothing, writes the history that is not there yet, and holds the state that they come to
    /// against the base.
    ///
    /// @param snapshot the base
    /// @param filledTo how far the history is filled in already
    /// @param writer   writes the rest
    /// @param stop     asked now and then
    /// @return false when it was asked to end early
    boolean fillHistory(SnapshotManifest snapshot, long filledTo, Writer writer, FoldRun.Options options,
            BooleanSupplier stop) {
        LedgerWatch watch = new LedgerWatch(differences);
        WatchedFold fold = new WatchedFold(log, WorkingState.empty(), watch, options, this::takeHistory,
                exclusions, losses);
        history = fold;
        long end = snapshot.position();
        long there = Math.min(filledTo, end);
        List<SnapshotManifest> before = onTheWay.stream()
                .filter(each -> each.position() <= end && !each.id().equals(snapshot.id())).toList();
        boolean done = fold(fold, there, null, before.stream().filter(each -> each.position() <= there).toList(), stop)
                && fold(fold, end, writer, before.stream().filter(each -> each.position() > there).toList(), stop);
        if (done) {
            Set<String> reached = reached(watch);
            if (reached.isEmpty()) {
                meeting.compareAll(snapshot, watch, fold.hindsight());
                met.add(snapshot.id());
            } else {
                unmet.addAll(PartialMeeting.compare(snapshots, snapshot, watch, fold.hindsight(), reached,
                        differences));
                unmet.addAll(losses.between(1, end).accounts());
            }
        }
        return done;
    }

    /// Ends the proof after the history. Where not everything after the base was watched, or something differs, the fold from nothing
    /// goes on to the target.
    ///
    /// @return false when it was asked to end early
    boolean endProof(BooleanSupplier stop) {
        WatchedFold fold = history;
        if (fold == null) {
            return true;
        }
        if (whole && differences.isEmpty()
                && between(base, target).stream().allMatch(each -> met.contains(each.id()))) {
            standings = fold.watch().standings();
            standings.followedBy(current.standings());
            return true;
        }
        whole = false;
        boolean done = fold(fold, target, null, between(fold.position(), target).stream()
                .filter(each -> !met.contains(each.id())).toList(), stop);
        standings = fold.watch().standings();
        return done;
    }

    /// Lets the fold from nothing go on beyond the target, to where a ledger is now.
    ///
    /// @return its state
    LedgerWatch goOn(long position) {
        WatchedFold fold = history;
        if (fold == null) {
            throw new IllegalStateException("there was no history to fill in");
        }
        fold.to(position, null, Progress.NONE, () -> false);
        return fold.watch();
    }

    private List<SnapshotManifest> between(long after, long upTo) {
        return onTheWay.stream().filter(each -> each.position() > after && each.position() <= upTo).toList();
    }

    private void takeReplayed(List<Prepared> records) {
        if (!records.isEmpty() && records.getFirst().position() > readByHistory) {
            events.add(records);
        }
    }

    /// Stretches end at the base and at the target, so that no run of records goes beyond one.
    private void takeHistory(List<Prepared> records) {
        if (!records.isEmpty() && records.getFirst().position() <= readByHistory) {
            events.add(records);
        }
    }

    private boolean fold(WatchedFold fold, long end, @Nullable Writer writer, List<SnapshotManifest> meet,
            BooleanSupplier stop) {
        for (SnapshotManifest snapshot : meet) {
            if (!meetInForce(fold, snapshot.position(), writer, stop)
                    || !foldTo(fold, snapshot.position(), writer, stop)) {
                return false;
            }
            Set<String> reached = reached(fold.watch());
            if (reached.isEmpty()) {
                meeting.compare(snapshot, fold.watch(), fold.hindsight());
                met.add(snapshot.id());
            } else {
                PartialMeeting.compare(snapshots, snapshot, fold.watch(), fold.hindsight(), reached, differences);
            }
        }
        return meetInForce(fold, end, writer, stop) && foldTo(fold, end, writer, stop);
    }

    /// Holds the fold against the ledger in force when it passes that one's position.
    private boolean meetInForce(WatchedFold fold, long end, @Nullable Writer writer, BooleanSupplier stop) {
        LedgerMeeting other = inForce;
        if (other != null && other.position() > fold.position() && other.position() <= end) {
            if (!foldTo(fold, other.position(), writer, stop)) {
                return false;
            }
            other.compare(fold.watch(), fold.hindsight());
        }
        return true;
    }

    private boolean foldTo(WatchedFold fold, long position, @Nullable Writer writer, BooleanSupplier stop) {
        long before = folded;
        long from = fold.position();
        if (stop.getAsBoolean()) {
            return from >= position;
        }
        fold.to(position, writer, (done, total) -> progress.at(Math.min(before + done, target), target), stop);
        folded = before + fold.position() - from;
        return fold.position() >= position;
    }

    /// The accounts of a folded state that are paused by loss.
    private Set<String> reached(LedgerWatch watch) {
        Set<String> reached = new TreeSet<>();
        watch.paused().values().stream().filter(one -> PausedByLoss.is(log, one))
                .forEach(one -> reached.add(one.account()));
        return reached;
    }

    /// The accounts that lost events of the history touched, and those that are not what the base says for lack of them.
    Set<String> unmet() {
        return unmet;
    }

    /// Makes sure that every attempt up to the target has exactly one outcome in force or is held, and that the counts say so. Where events are
    /// lost, what the counts ought to be is not known.
    ///
    /// @param counts what the ledger counted there
    void accountForAttempts(OutcomeCounts counts) {
        var decided = standings.decided();
        Map<Long, HeldAttempt> held = proven().held();
        WatchedFold before = history;
        if (!losses.isEmpty()) {
            Map<Long, HeldAttempt> all = new HashMap<>(held);
            if (before != null) {
                all.putAll(before.watch().held());
            }
            requireOutcomes(decided, all);
            return;
        }
        compareCount("accepted attempts", standings.accepted().size(), counts.accepted());
        compareCount("rejected attempts", standings.rejected().size(), counts.rejectedTotal());
        compareCount("waiting attempts", standings.waiting().size(), counts.waiting());
        requireOutcomes(decided, held);
        held.forEach((position, attempt) -> {
            if (decided.contains(position)) {
                differences.add(new Difference(Kind.PAUSE, attempt.account(), attempt.key().text(), null, position,
                        "held, and so without an outcome", "an outcome"));
            }
        });
    }

    private void requireOutcomes(PositionSet decided, Map<Long, HeldAttempt> held) {
        for (long open = decided.nextAbsent(1); open <= target; open = decided.nextAbsent(open + 1)) {
            // What has no outcome must be held or a control record; those are few.
            if (!held.containsKey(open) && log.record(open) instanceof LogRecord.Attempt attempt) {
                differences.add(new Difference(Kind.OUTCOME, null, attempt.key().text(), null, open, "an outcome",
                        "none"));
            }
        }
    }

    private void compareCount(String what, long expected, long found) {
        if (expected != found) {
            differences.add(Difference.ofWhole(Kind.COUNTS, expected + " " + what, found + " " + what));
        }
    }

    /// Makes sure that a ledger which an earlier process has brought to the target is in the state that the events come to.
    void agree(LedgerReader ledger) {
        if (!whole) {
            StateAgreement.Found found = StateAgreement.compare(ledger, proven(), log);
            found.accounts().forEach(account -> differences.add(Difference.ofAccount(Kind.ACCOUNT, account,
                    "folded from the events: " + proven().accountNow(account), "" + ledger.account(account))));
            found.others().forEach(other -> differences.add(
                    Difference.ofWhole(Kind.COUNTS, "the state that the events come to", other)));
        }
    }

    /// Makes sure of the same by its digest, where the ledger has gone on since; not where it knows more than the events that are left.
    void agree(Sha256 stateDigest) {
        boolean comparable = whole || losses.isEmpty();
        if (comparable && !proven().stateDigest().equals(stateDigest)) {
            differences.add(Difference.ofWhole(Kind.COUNTS,
                    "state digest " + proven().stateDigest() + " at position " + target,
                    "state digest " + stateDigest));
        }
    }

    /// Follows what is replayed after the base.
    LedgerWatch replayed() {
        return current;
    }

    /// The state at the target, as it was proven.
    LedgerWatch proven() {
        WatchedFold fold = history;
        return whole || fold == null ? current : fold.watch();
    }

    /// How attempts stand at the target.
    Standings standings() {
        return standings;
    }

    /// The snapshots that were met so far.
    List<String> met() {
        return met;
    }

    /// The digest of all events up to the target, or null when not all were read.
    @Nullable
    Sha256 eventSet() {
        return events.finish();
    }

    @Override
    public void close() {
        if (history != null) {
            history.close();
        }
    }
}
