package io.tidemark.recovery.replay;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.json.JsonDocument;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.receipt.Issued;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a recovery did and what it proved. Immutable.
///
/// @param outcome     what it came to
/// @param plan        what was carried out
/// @param startedAt   when it began
/// @param ledger      the new ledger, or null when none took the place of the old one
/// @param proof       what was proved
/// @param differences what was not as it must be
/// @param damage      records of the log that cannot be read
/// @param durations   how long each step took
/// @param decided     what was decided for lack of a record, or null where an order of arrival decides everything
/// @param eventSet    the digest of the events that were read, or null when not all were
/// @param course      how it went
/// @param receipt     the receipt, or null while there is none
public record RecoveryResult(Outcome outcome, Plan plan, Instant startedAt, @Nullable NewLedger ledger, Proof proof,
        Differences.Found differences, List<Plan.Damage> damage, Durations durations, @Nullable Decided decided,
        @Nullable Sha256 eventSet, Course course, @Nullable Issued receipt) {

    /// A result with a copy of that list.
    public RecoveryResult {
        damage = List.copyOf(damage);
    }

    /// A result of a recovery from a log.
    public RecoveryResult(Outcome outcome, Plan plan, Instant startedAt, @Nullable NewLedger ledger, Proof proof,
            Differences.Found differences, List<Plan.Damage> damage, Durations durations, @Nullable Sha256 eventSet,
            Course course) {
        this(outcome, plan, startedAt, ledger, proof, differences, damage, durations, null, eventSet, course, null);
    }

    /// A result of a recovery that did nothing.
    public RecoveryResult(Outcome outcome, Plan plan, Instant startedAt, @Nullable NewLedger ledger, Proof proof,
            Differences.Found differences, List<Plan.Damage> damage, Durations durations, @Nullable Sha256 eventSet) {
        this(outcome, plan, startedAt, ledger, proof, differences, damage, durations, eventSet, Course.NONE);
    }

    /// A result of a recovery of tables.
    public RecoveryResult(Outcome outcome, Plan plan, Instant startedAt, @Nullable NewLedger ledger, Proof proof,
            Differences.Found differences, List<Plan.Damage> damage, Durations durations, @Nullable Decided decided,
            @Nullable Sha256 eventSet, @Nullable Issued receipt) {
        this(outcome, plan, startedAt, ledger, proof, differences, damage, durations, decided, eventSet, Course.NONE,
                receipt);
    }

    /// The same with its receipt.
    public RecoveryResult withReceipt(Issued issued) {
        return new RecoveryResult(outcome, plan, startedAt, ledger, proof, differences, damage, durations, decided,
                eventSet, course, issued);
    }

    /// What was decided for lack of a record.
    ///
    /// @param afresh   attempts of which nothing told what had become of them, by key and version, in the order in which they were
    ///                 decided
    /// @param byBucket how many attempts only their buckets told of
    /// @param items    items that were written
    /// @param removed  unfinished generations of earlier recoveries that were removed
    /// @param warnings what was passed over without harm; one line each
    public record Decided(List<String> afresh, long byBucket, long items, List<String> removed,
            List<String> warnings) {
        /// With copies of the lists.
        public Decided {
            afresh = List.copyOf(afresh);
            removed = List.copyOf(removed);
            warnings = List.copyOf(warnings);
        }

        private Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("afresh", afresh);
            tree.put("byBucket", byBucket);
            tree.put("itemsWritten", items);
            tree.put("removedGenerations", removed);
            tree.put("warnings", warnings);
            return tree;
        }
    }

    /// What a recovery comes to.
    public enum Outcome {
        /// The ledger in force needed nothing.
        NOTHING_TO_DO,
        /// A new ledger is in force, and everything that was to be proved is.
        DONE,
        /// Something is not as it must be. The ledger in force is the one from before, unless a new one was open already: then it stays
        /// open, but for the accounts that differ.
        DIFFERENT,
        /// Events cannot be read. The ledger in force is the one from before, unless a new one was open already: then it stays open; or unless
        /// it could go on without them: then the accounts that they touched are paused.
        INCOMPLETE
    }

    /// The ledger that is in force now.
    ///
    /// @param generation  its name
    /// @param previous    the generation from before, which is kept, or null when there is none
    /// @param position    the position that it has reached
    /// @param accounts    how many accounts it has
    /// @param entries     how many entries they have
    /// @param counts      how attempts stand in it
    /// @param stateDigest its state digest
    public record NewLedger(String generation, @Nullable String previous, long position, long accounts, long entries,
            OutcomeCounts counts, Sha256 stateDigest) {}

    /// What was proved, and against what.
    ///
    /// @param invariants   whether the invariants were checked in every commit
    /// @param snapshotsMet the snapshots whose heads were met, by name
    /// @param baseMet      whether the history before the base was folded from nothing and met the base's state item by item;
    ///                     false when there was no base
    /// @param attempts     whether every attempt was accounted for
    /// @param secondReader what the second reader found, or null when it was not asked
    /// @param unchanged    what of the ledger in force was found again, where events were taken out; otherwise null
    public record Proof(boolean invariants, List<String> snapshotsMet, boolean baseMet, boolean attempts,
            @Nullable VerifyReport secondReader, @Nullable Unchanged unchanged) {
        /// Nothing was proved.
        public static final Proof NONE = new Proof(false, List.of(), false, false, null);

        /// A proof with a copy of that list.
        public Proof {
            snapshotsMet = List.copyOf(snapshotsMet);
        }

        /// A proof where nothing was taken out.
        public Proof(boolean invariants, List<String> snapshotsMet, boolean baseMet, boolean attempts,
                @Nullable VerifyReport secondReader) {
            this(invariants, snapshotsMet, baseMet, attempts, secondReader, null);
        }
    }

    /// What was found when the ledger in force was compared with one that has excluded events taken out.
    ///
    /// @param position  the position at which they were compared
    /// @param accounts  accounts that are the same to the last digest
    /// @param concerned accounts that are the same but for what is excluded: their digests are others
    public record Unchanged(long position, long accounts, long concerned) {}

    /// How long each step took; zero for one that was not taken.
    ///
    /// @param restore restoring the base
    /// @param replay  replaying the events after it
    /// @param history filling in the history before it
    /// @param prove   the second reader
    /// @param total   all of it
    public record Durations(Duration restore, Duration replay, Duration history, Duration prove, Duration total) {
        /// No time at all.
        public static final Durations NONE = new Durations(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
                Duration.ZERO);
    }

    /// The result as a JSON document.
    public String toJson() {
        return JsonDocument.write(toTree());
    }

    /// The members for a JSON document. Durations are in milliseconds; what does not apply is absent.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("outcome", outcome);
        tree.put("startedAt", startedAt);
        tree.put("rulesVersion", Rules.VERSION);
        tree.put("plan", plan.toTree());
        if (ledger != null) {
            tree.put("ledger", ledgerTree(ledger));
        }
        Map<String, Object> proved = new LinkedHashMap<>();
        proved.put("invariants", proof.invariants());
        proved.put("snapshotsMet", proof.snapshotsMet());
        proved.put("baseMet", proof.baseMet());
        proved.put("attempts", proof.attempts());
        VerifyReport second = proof.secondReader();
        if (second != null) {
            proved.put("secondReader", second.toTree());
        }
        Unchanged unchanged = proof.unchanged();
        if (unchanged != null) {
            Map<String, Object> same = new LinkedHashMap<>();
            same.put("position", unchanged.position());
            same.put("accounts", unchanged.accounts());
            same.put("concerned", unchanged.concerned());
            proved.put("unchanged", same);
        }
        tree.put("proof", proved);
        tree.put("differences", differences.toTree());
        tree.put("damaged", damage.stream().map(Plan.Damage::toTree).toList());
        if (decided != null) {
            tree.put("decided", decided.toTree());
        }
        Map<String, Object> millis = new LinkedHashMap<>();
        millis.put("restore", durations.restore().toMillis());
        millis.put("replay", durations.replay().toMillis());
        millis.put("history", durations.history().toMillis());
        millis.put("prove", durations.prove().toMillis());
        millis.put("total", durations.total().toMillis());
        tree.put("milliseconds", millis);
        tree.putAll(course.toTree());
        if (receipt != null) {
            tree.put("receipt", receipt.toTree());
        }
        return tree;
    }

    private static Map<String, Object> ledgerTree(NewLedger ledger) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("generation", ledger.generation());
        if (ledger.previous() != null) {
            tree.put("previous", ledger.previous());
        }
        tree.put("position", ledger.position());
        tree.put("accounts", ledger.accounts());
        tree.put("entries", ledger.entries());
        tree.put("accepted", ledger.counts().accepted());
        tree.put("waiting", ledger.counts().waiting());
        tree.put("rejected", new TreeMap<>(ledger.counts().rejected()));
        tree.put("stateDigest", ledger.stateDigest());
        return tree;
    }
}
