package io.tidemark.recovery.replay;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.receipt.EventSetDigest;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.PositionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Builds one new generation: restores the base, replays the events after it, fills in the history before it. Watches all of it and
/// holds it against the snapshots on the way. One use, one thread.
final class Reconstruction {
    private final EventLog log;
    private final Snapshots snapshots;
    private final LedgerStore ledger;
    private final FoldRun.Options options;
    private final Differences differences;
    private final SnapshotMeeting meeting;
    private final List<SnapshotManifest> onTheWay;
    private final List<String> met = new ArrayList<>();
    private final long target;
    private final Progress progress;
    private final EventSetDigest events;
    private final Exclusions exclusions;
    private final @Nullable LedgerMeeting inForce;
    private LedgerWatch current;
    private Standings standings = new Standings();
    private long folded;

    /// @param onTheWay the whole snapshots up to the target, which the fold must meet
    /// @param inForce  the ledger in force, when the fold must meet that too
    Reconstruction(EventLog log, Snapshots snapshots, LedgerStore ledger, long target, FoldRun.Options options,
            Differences differences, List<SnapshotManifest> onTheWay, @Nullable LedgerMeeting inForce,
            Progress progress) {
        this.log = log;
        this.inForce = inForce;
        exclusions = Exclusions.of(log, target);
        this.snapshots = snapshots;
        this.ledger = ledger;
        this.target = target;
        this.options = options;
        this.differences = differences;
        this.progress = progress;
        this.onTheWay = onTheWay.stream()
                .sorted(Comparator.comparingLong(SnapshotManifest::position).thenComparing(SnapshotManifest::id))
                .toList();
        events = new EventSetDigest(target);
        meeting = new SnapshotMeeting(snapshots, differences);
        current = new LedgerWatch(differences);
    }

    /// Sets the generation to the state of the base.
    void restore(SnapshotManifest base) {
        SnapshotRestore restore = new SnapshotRestore(ledger, base, current);
        snapshots.read(base, restore);
        restore.finish();
    }

    /// Folds the events after the generation's position, up to the target.
    void replay() {
        LedgerWatch watch = current;
        try (FoldRun run = new FoldRun(log, WorkingState.over(ledger), new Watched(watch, ledger::stage, ledger::commit), options,
                events::add, exclusions)) {
            long from = run.state().position();
            fold(run, watch, onTheWay.stream().filter(each -> each.position() > from).toList(), target);
        }
        standings = watch.standings();
    }

    /// Folds the events before the base from nothing, writes their history, and holds the state they come to against the base.
    void fillHistory(SnapshotManifest base) {
        LedgerWatch watch = new LedgerWatch(differences);
        long end = base.position();
        Watched sink = new Watched(watch, ledger::stageHistory, commit -> ledger.fillHistory(commit.fromPosition(), commit.toPosition(),
                commit.outcomes(), commit.toPosition() == end));
        try (FoldRun run = new FoldRun(log, WorkingState.empty(), sink, options, events::add, exclusions)) {
            List<SnapshotManifest> before = onTheWay.stream()
                    .filter(each -> each.position() <= end && !each.id().equals(base.id())).toList();
            fold(run, watch, before, end);
            meeting.compareAll(base, watch, run.hindsight());
        }
        met.add(base.id());
        Standings all = watch.standings();
        all.followedBy(standings);
        standings = all;
    }

    /// Writes what is folded and shows it to a watch.
    private final class Watched implements FoldRun.Sink {
        private final LedgerWatch watch;
        private final Consumer<List<Outcome>> stager;
        private final Consumer<LedgerCommit> writer;

        Watched(LedgerWatch watch, Consumer<List<Outcome>> stager, Consumer<LedgerCommit> writer) {
            this.watch = watch;
            this.stager = stager;
            this.writer = writer;
        }

        @Override
        public void stage(List<Outcome> outcomes) {
            stager.accept(outcomes);
            watch.stage(outcomes);
        }

        @Override
        public void commit(LedgerCommit commit) {
            writer.accept(commit);
            watch.commit(commit);
        }
    }

    private void fold(FoldRun run, LedgerWatch watch, List<SnapshotManifest> meet, long end) {
        for (SnapshotManifest snapshot : meet) {
            meetInForce(run, watch, snapshot.position());
            foldTo(run, snapshot.position());
            meeting.compare(snapshot, watch, run.hindsight());
            met.add(snapshot.id());
        }
        meetInForce(run, watch, end);
        foldTo(run, end);
    }

    /// Holds the fold against the ledger in force when it passes that one's position.
    private void meetInForce(FoldRun run, LedgerWatch watch, long end) {
        if (inForce != null && inForce.position() > run.state().position() && inForce.position() <= end) {
            foldTo(run, inForce.position());
            inForce.compare(watch, run.hindsight());
        }
    }

    private void foldTo(FoldRun run, long position) {
        long before = folded;
        long from = run.state().position();
        run.to(position, (done, total) -> progress.at(before + done, target), () -> false);
        folded = before + run.state().position() - from;
    }

    /// Makes sure that every attempt up to the target has exactly one outcome in force, and that the counts say so.
    void accountForAttempts() {
        PositionSet decided = standings.decided();
        OutcomeCounts counts = ledger.summary().counts();
        compareCount("accepted attempts", standings.accepted().size(), counts.accepted());
        compareCount("rejected attempts", standings.rejected().size(), counts.rejectedTotal());
        compareCount("waiting attempts", standings.waiting().size(), counts.waiting());
        for (long open = decided.nextAbsent(1); open <= target; open = decided.nextAbsent(open + 1)) {
            // What has no outcome must be a control record; those are few.
            if (log.record(open) instanceof LogRecord.Attempt attempt) {
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

    /// The attempts that stand rejected at the target.
    PositionSet rejected() {
        return standings.rejected();
    }

    /// The snapshots that were met so far.
    List<String> met() {
        return met;
    }

    /// The state digest of the new generation.
    Sha256 stateDigest() {
        return current.stateDigest();
    }

    /// The digest of all events up to the target, or null when not all were read.
    @Nullable
    Sha256 eventSet() {
        return events.finish();
    }

    /// How many entries the new generation has.
    long entries() {
        return current.entryCount();
    }

    /// How many accounts the new generation has.
    long accounts() {
        return current.accountCount();
    }
}
