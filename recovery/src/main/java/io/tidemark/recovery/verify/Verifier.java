package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.DamageList;
import io.tidemark.recovery.receipt.EventSetDigest;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Verifies a ledger: folds all events again by code of its own and compares everything that it comes to with everything that the
/// ledger says, goes on after a difference, and lists them.
///
/// Of a ledger whose history is not filled in yet, what took effect before is not held together, and the report says so.
///
/// Held together are the entries, one by one; the invariants; the accounts' heads at every whole snapshot on the way; the buckets that
/// attempts are in; and what finds attempts by their keys. Changes nothing, but for [#markInDoubt].
public final class Verifier {
    private final Stores stores;
    private final EventLog log;
    private final InstantSource clock;

    /// A verifier over those stores.
    ///
    /// @param clock tells how long a verification takes
    public Verifier(Stores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
        log = stores.log();
    }

    /// Verifies a ledger up to its position, with the buckets as they are now.
    ///
    /// @param ledger   a view that does not change meanwhile
    /// @param progress hears of the records folded
    /// @throws io.tidemark.core.port.StorageException when storage fails otherwise than by damage, which is reported instead
    public VerifyReport verify(LedgerReader ledger, VerifyOptions options, Progress progress) {
        return verify(ledger, options, options.buckets() ? BucketPicture.of(stores.buckets()) : null, progress);
    }

    /// Verifies a ledger up to its position. What is put and processed meanwhile is none of its business.
    ///
    /// @param ledger   a view that does not change meanwhile
    /// @param picture  the buckets as they were at the moment that the view shows; null to leave them out
    /// @param progress hears of the records folded
    /// @throws io.tidemark.core.port.StorageException when storage fails otherwise than by damage, which is reported instead
    public VerifyReport verify(LedgerReader ledger, VerifyOptions options, @Nullable BucketPicture picture,
            Progress progress) {
        Instant startedAt = clock.instant();
        long position = ledger.summary().position();
        long historyFrom = ledger.summary().historyFrom();
        boolean buckets = picture != null && historyFrom == 1;
        Run run = new Run(options, position, progress);
        try (OutcomeStream outcomes = new OutcomeStream(ledger)) {
            OutcomeComparison comparison = new OutcomeComparison(outcomes, run.differences);
            EventSetDigest events = new EventSetDigest(position);
            try (EventLog.KeyCheck keys = log.checkKeys(position);
                    LogFold folding = new LogFold(log, position, options.threads(), (records, digests) -> {
                        keys.add(records);
                        events.add(records, digests);
                    }, comparison)) {
                Refold fold = folding.fold();
                SnapshotHeads heads = new SnapshotHeads(run.snapshots, folding, run.differences);
                if (run.fold(folding, heads)) {
                    comparison.finish();
                    compareState(ledger, folding, keys, run);
                    if (picture != null && historyFrom == 1) {
                        new BucketComparison(stores, run.differences).compare(fold.keys().rejectedAttempts(), position,
                                picture);
                    }
                }
                return new VerifyReport(position, fold.position(), comparison.entries(), fold.accounts().size(),
                        heads.stateDigest(), run.met, run.differences.found(), run.damage, run.warnings,
                        Duration.between(startedAt, clock.instant()), new VerifyReport.Grounds(startedAt,
                                events.finish(), fold.keys().counts(), buckets, historyFrom),
                        null);
            }
        }
    }

    /// Compares all but the outcomes and the buckets: the ledger's tables as a whole in this thread, single look-ups and the keys in
    /// another one.
    private static void compareState(LedgerReader ledger, LogFold folding, EventLog.KeyCheck keys, Run run) {
        // Sorted before there are two who ask for them.
        folding.fold().accounts().sortedNumbers();
        // Without the whole history there are entries that nothing leads to yet.
        boolean complete = ledger.summary().historyFrom() == 1;
        Differences lookedUp = new Differences(run.options.differenceLimit());
        try (ExecutorService other = Executors
                .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tidemark-look-ups").factory())) {
            Future<?> lookUps = other.submit(() -> {
                PlaceComparison places = new PlaceComparison(ledger, folding, lookedUp);
                if (complete) {
                    places.compareLookUps(run.position);
                    places.compareJudgedLater(folding.fold().judgedLater(), folding.fold().heldBack().everHeld());
                }
                keys.finish(fault -> lookedUp.add(Run.difference(fault)));
            });
            new StateComparison(ledger, folding, run.differences).compare();
            if (complete) {
                new PlaceComparison(ledger, folding, run.differences).compareEntries();
            }
            Awaited.get(lookUps);
        }
        run.differences.addAll(lookedUp);
    }

    /// Folds the log by the second reader's code alone, and compares nothing: the part of [#verify] that does not look at a ledger.
    ///
    /// @param position the last position to fold; not after the log's
    /// @param progress hears of the records folded
    /// @throws io.tidemark.core.port.StorageException when storage fails; of kind `DAMAGED` when events are damaged
    public Refolded refold(long position, VerifyOptions options, Progress progress) {
        Instant startedAt = clock.instant();
        try (LogFold folding = new LogFold(log, position, options.threads(), (_, _) -> {},
                Following.Sink.NONE)) {
            folding.foldTo(position, progress);
            Duration duration = Duration.between(startedAt, clock.instant());
            Refold fold = folding.fold();
            return new Refolded(fold.position(), fold.accounts().size(), folding.tails().stateDigest(fold.accounts()),
                    duration);
        }
    }

    /// What the second reader's fold alone comes to.
    ///
    /// @param records     records of the log that it folded
    /// @param accounts    accounts that there are
    /// @param stateDigest their state digest
    /// @param duration    how long it took to read and fold the records and to compute the accounts' chain heads
    public record Refolded(long records, long accounts, Sha256 stateDigest, Duration duration) {}

    /// Writes down, durably, that the ledger in force is not to be trusted, when a report says so. Damaged events alone are no fault
    /// of the ledger.
    ///
    /// @param report a report about the ledger in force
    /// @return whether the ledger is marked
    public boolean markInDoubt(VerifyReport report) {
        if (report.differences().total() == 0) {
            return false;
        }
        ControlItem.State control = stores.control().read();
        stores.control().update(control, control.withInDoubt("a verification at position " + report.position()
                + " found " + report.differences().total() + " differences"));
        return true;
    }

    /// One verification.
    private final class Run {
        private final Differences differences;
        private final Snapshots snapshots = new Snapshots(stores.snapshots(), log);
        private final List<SnapshotManifest> ahead = new ArrayList<>();
        private final List<String> met = new ArrayList<>();
        private final List<String> damage = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final VerifyOptions options;
        private final long position;
        private final Progress progress;

        Run(VerifyOptions options, long position, Progress progress) {
            this.options = options;
            this.position = position;
            this.progress = progress;
            differences = new Differences(options.differenceLimit());
            findSnapshots();
        }

        private void findSnapshots() {
            for (SnapshotCheck check : snapshots.list()) {
                SnapshotManifest manifest = check.manifest();
                if (!check.isWhole() || manifest == null) {
                    warnings.add("snapshot " + check.id() + " is damaged and passed over: " + check.damageText());
                } else {
                    String foreign = snapshots.whyForeign(manifest);
                    if (foreign != null) {
                        warnings.add("snapshot " + check.id() + " is passed over: " + foreign);
                    } else if (manifest.position() <= position) {
                        ahead.add(manifest);
                    }
                }
            }
            ahead.sort(Comparator.comparingLong(SnapshotManifest::position).thenComparing(SnapshotManifest::id));
        }

        /// Folds the whole log, and compares the heads at each snapshot on the way.
        ///
        /// @return false when damage ended it early
        boolean fold(LogFold folding, SnapshotHeads heads) {
            if (isAhead()) {
                return false;
            }
            Refold fold = folding.fold();
            try {
                for (SnapshotManifest snapshot : ahead) {
                    folding.foldTo(snapshot.position(), progress);
                    heads.compare(snapshot, fold.keys(), fold.matters().size(), fold.heldBack());
                    met.add(snapshot.id());
                }
                folding.foldTo(position, progress);
                return true;
            } catch (DamagedRecordsException e) {
                findMoreDamage(e);
                return false;
            }
        }

        /// Names events that are lost.
        ///
        /// @return whether the ledger has seen them, so that it cannot be held against what is there
        private boolean isAhead() {
            long known = Math.max(position, log.acknowledgedPosition());
            long last = log.lastPosition();
            if (known > last) {
                damage.add("positions " + (last + 1) + " to " + known + ": events are lost that had been acknowledged");
            }
            return position > last;
        }

        private static Difference difference(EventLog.KeyFault fault) {
            EventKey key = fault.key();
            return new Difference(Difference.Kind.KEY_INDEX, null, key == null ? null : key.text(), null,
                    fault.position() == 0 ? null : fault.position(), "every attempt is found by its key",
                    fault.description());
        }

        /// Nothing behind damaged records can be folded; what else is damaged is named all the same.
        private void findMoreDamage(DamagedRecordsException first) {
            DamageList more = new DamageList();
            more.add(first);
            long next = first.lastPosition() + 1;
            while (next <= position) {
                try (BatchReading reading = new BatchReading(log, next, position, options.threads(),
                        (_, _) -> {})) {
                    for (List<ReadBatch> batches = reading.next(); batches != null; batches = reading.next()) {
                        for (ReadBatch batch : batches) {
                            if (batch.damage != null) {
                                throw batch.damage;
                            }
                        }
                    }
                    next = position + 1;
                } catch (DamagedRecordsException e) {
                    more.add(e);
                    next = e.lastPosition() + 1;
                }
            }
            more.toList().forEach(each -> damage.add(each.description()));
        }
    }
}
