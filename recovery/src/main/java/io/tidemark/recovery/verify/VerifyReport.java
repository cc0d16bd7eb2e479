package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.json.JsonDocument;
import io.tidemark.recovery.receipt.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the second reader found. Immutable.
///
/// @param position      the position up to which it read: the ledger's
/// @param records       records of the log that it folded
/// @param entries       entries that it compared
/// @param accounts      accounts that it compared
/// @param stateDigest   the state digest of its own fold
/// @param snapshotsMet  the snapshots whose heads it met, by name
/// @param differences   what is not as it must be
/// @param damage        records of the log that cannot be read: nothing behind them can be verified
/// @param warnings      what was passed over without harm, such as a damaged snapshot; one line each
/// @param duration      how long it took
/// @param grounds       what there is to say besides
/// @param receipt       the receipt, or null while there is none
public record VerifyReport(long position, long records, long entries, long accounts, Sha256 stateDigest,
        List<String> snapshotsMet, Differences.Found differences, List<String> damage, List<String> warnings,
        Duration duration, Grounds grounds, @Nullable Issued receipt) {

    /// A report with copies of those lists.
    public VerifyReport {
        snapshotsMet = List.copyOf(snapshotsMet);
        damage = List.copyOf(damage);
        warnings = List.copyOf(warnings);
    }

    /// What a receipt says besides.
    ///
    /// @param startedAt   when it began
    /// @param eventSet    the digest of the events that were read, or null when not all were
    /// @param counts      how the attempts stand
    /// @param buckets     whether the buckets were looked at
    /// @param historyFrom the position from which on the ledger has its whole history; what took effect before it was not compared. 1
    ///                    when nothing is missing
    public record Grounds(Instant startedAt, @Nullable Sha256 eventSet, OutcomeCounts counts, boolean buckets,
            long historyFrom) {
        /// Grounds of a ledger whose history is complete.
        public Grounds(Instant startedAt, @Nullable Sha256 eventSet, OutcomeCounts counts, boolean buckets) {
            this(startedAt, eventSet, counts, buckets, 1);
        }
    }

    /// Whether the ledger has its whole history.
    public boolean isHistoryComplete() {
        return grounds.historyFrom() == 1;
    }

    /// The same with its receipt.
    public VerifyReport withReceipt(Issued issued) {
        return new VerifyReport(position, records, entries, accounts, stateDigest, snapshotsMet, differences, damage,
                warnings, duration, grounds, issued);
    }

    /// The same with one more warning.
    public VerifyReport withWarning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return new VerifyReport(position, records, entries, accounts, stateDigest, snapshotsMet, differences, damage,
                more, duration, grounds, receipt);
    }

    /// Whether everything is there, was read, and is as it must be.
    public boolean isProven() {
        return differences.total() == 0 && damage.isEmpty() && isHistoryComplete();
    }

    /// The report as a JSON document.
    public String toJson() {
        return JsonDocument.write(toTree());
    }

    /// The members for a JSON document.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("proven", isProven());
        tree.put("position", position);
        tree.put("historyComplete", isHistoryComplete());
        if (!isHistoryComplete()) {
            tree.put("historyFrom", grounds.historyFrom());
        }
        tree.put("records", records);
        tree.put("entries", entries);
        tree.put("accounts", accounts);
        tree.put("stateDigest", stateDigest);
        tree.put("snapshotsMet", snapshotsMet);
        tree.put("differences", differences.toTree());
        tree.put("damage", damage);
        tree.put("warnings", warnings);
        tree.put("milliseconds", duration.toMillis());
        if (receipt != null) {
            tree.put("receipt", receipt.toTree());
        }
        return tree;
    }
}
