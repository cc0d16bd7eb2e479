package io.tidemark.recovery.tables;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Plan.Damage;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Verifies the tables in force: what they recorded is judged again from the original bodies, in the order that they recorded, by the
/// rules and by the second reader, and everything that both come to is compared with everything that the tables hold. Events may be
/// processed meanwhile. Changes nothing, but for [#markInDoubt].
public final class TableVerifier {
    private final TableStores stores;
    private final Workspaces workspaces;
    private final InstantSource clock;

    /// A verifier over those stores.
    ///
    /// @param workspaces where proofs find room
    /// @param clock      tells how long a verification takes
    public TableVerifier(TableStores stores, Workspaces workspaces, InstantSource clock) {
        this.stores = stores;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /// Verifies the tables in force.
    ///
    /// @param progress hears of the records folded
    /// @throws StorageException of kind `MISSING` when a table is not there; otherwise when storage fails
    public VerifyReport verify(VerifyOptions options, Progress progress) {
        Instant startedAt = clock.instant();
        Sight sight = Sight.of(stores);
        if (!sight.accounts() || !sight.index()) {
            throw new StorageException(StorageException.Kind.MISSING,
                    sight.situation(0).description() + ": run `tidemark plan`");
        }
        Differences differences = new Differences(options.differenceLimit());
        LeftHistory left = LeftHistory.of(stores);
        TableProof proof = new TableProof(stores, workspaces, clock, differences,
                snapshot -> left.reaches(snapshot, Long.MAX_VALUE));
        // Before the facts: what is excluded meanwhile comes with other tables.
        List<TableExclusion> exclusions = left.inEffect(TableExclusion.all(stores.exclusions()), Long.MAX_VALUE);
        BookContents tables = stores.generations().contents(sight.control().generation());
        Evidence evidence = new Evidence(stores.attempts());
        evidence.addRecorded(Histories.facts(tables.book().histories()));
        evidence.holdBundled(BundledRecords.of(stores.bundles()));
        evidence.addBuckets();
        List<AttemptFact> recorded = new ArrayList<>();
        long undecided = 0;
        for (AttemptFact fact : evidence.facts()) {
            if (!fact.recorded().isEmpty() && !evidence.told().contains(fact.attempt())) {
                recorded.add(fact);
            } else if (left.contains(fact.arrivalMicros())) {
                // Copies tell of what became of it before: it is undecided again.
                undecided++;
            } else if (fact.places().contains(Bucket.ARCHIVE) || fact.places().contains(Bucket.REJECTED)) {
                differences.add(Difference.ofKey(Kind.OUTCOME, fact.attempt().key().text(), null,
                        "an outcome of " + fact.attempt() + ", which is kept in " + fact.places(), "none"));
            }
        }
        List<Damage> damage = TablePlanner.missing(evidence, recorded, Progress.NONE);
        Replay.Replayed replayed = new Replay(evidence.bodies(), recorded, TableRecovery.micros(startedAt), false,
                Set.of(), exclusions)
                .run();
        replayed.differences().forEach(differences::add);
        if (!damage.isEmpty()) {
            return new VerifyReport(recorded.size(), replayed.taken().size(), 0, 0,
                    States.digest(Cursor.over(replayed.kept().accounts().values().iterator())), List.of(),
                    differences.found(),
                    damage.stream().map(Damage::description).toList(), List.of(),
                    Duration.between(startedAt, clock.instant()),
                    new VerifyReport.Grounds(startedAt, null, OutcomeCounts.NONE, false), null);
        }
        VerifyReport report = proof.prove(replayed, tables, true, false, progress).report();
        return undecided == 0 ? report
                : report.withWarning((undecided == 1 ? "1 attempt is" : undecided + " attempts are")
                        + " undecided since a recovery went back to a moment before");
    }

    /// Writes down, durably, that the tables in force are not to be trusted, when a report says so. Damaged events alone are no fault of
    /// theirs.
    ///
    /// @return whether the tables are marked
    public boolean markInDoubt(VerifyReport report) {
        if (report.differences().total() == 0) {
            return false;
        }
        ControlItem.State control = stores.control().read();
        stores.control().update(control, control.withInDoubt("a verification of " + report.position()
                + " attempts found " + report.differences().total() + " differences"));
        return true;
    }
}
