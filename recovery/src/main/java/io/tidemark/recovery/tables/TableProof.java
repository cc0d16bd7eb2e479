package io.tidemark.recovery.tables;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Proves tables: the second reader's fold of the original bodies, entry by entry; the invariants; the heads of every whole snapshot.
/// One use.
final class TableProof {
    private final TableStores stores;
    private final Workspaces workspaces;
    private final InstantSource clock;
    private final Differences differences;
    private final List<String> snapshotIds;
    private final Predicate<SnapshotManifest> inReach;

    /// To be made before the facts are read: snapshots that are taken later are not looked at.
    ///
    /// @param inReach the snapshots that the history can be held against
    TableProof(TableStores stores, Workspaces workspaces, InstantSource clock, Differences differences,
            Predicate<SnapshotManifest> inReach) {
        this.stores = stores;
        this.workspaces = workspaces;
        this.clock = clock;
        this.differences = differences;
        this.inReach = inReach;
        snapshotIds = stores.snapshots().list();
    }

    /// What a proof came to.
    ///
    /// @param report   as for people
    /// @param counts   how attempts stand
    /// @param accounts how many accounts there are
    record Verdict(VerifyReport report, OutcomeCounts counts, long accounts) {}

    /// @param live         whether others write to the tables meanwhile
    /// @param orderIsFound whether the order within accounts was not recorded
    Verdict prove(Replay.Replayed replayed, BookContents tables, boolean live, boolean orderIsFound,
            Progress progress) {
        Instant startedAt = clock.instant();
        try (Proof proof = new Proof(workspaces, clock, replayed, differences)) {
            Proof.Proven proven = proof.prove(VerifyOptions.DEFAULT, progress);
            Heads heads = new Heads(new Snapshots(stores.snapshots()), snapshotIds, inReach, differences,
                    orderIsFound, replayed.kept());
            long entries;
            try (LedgerReader ledger = proof.ledger()) {
                TableComparison comparison = new TableComparison(tables, ledger, replayed.book(), differences, live,
                        heads::meet);
                comparison.compare();
                entries = comparison.entries();
            }
            heads.finish();
            List<String> warnings = new ArrayList<>(heads.warnings());
            VerifyReport second = proven.second();
            return new Verdict(new VerifyReport(second.records(), second.records(), entries, second.accounts(),
                    second.stateDigest(), heads.met(), differences.found(), second.damage(), warnings,
                    Duration.between(startedAt, clock.instant()),
                    new VerifyReport.Grounds(startedAt, TableEventSet.of(replayed), proven.counts(), true), null),
                    proven.counts(), proven.accounts());
        }
    }
}
