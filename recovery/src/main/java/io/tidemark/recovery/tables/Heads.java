package io.tidemark.recovery.tables;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.BookContents.Sheet;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What snapshots say about accounts at their sequences, and whether histories meet it. Not thread-safe.
final class Heads {
    private final Map<String, TreeMap<Long, Said>> wanted = new HashMap<>();
    private final List<String> met = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Long> reordered = new TreeMap<>();
    private final boolean orderIsFound;
    private final Differences differences;
    private final KeptHistory kept;

    private record Said(Account account, String snapshot) {}

    /// @param ids          the snapshots, damaged ones among them: none that is younger than the facts
    /// @param inReach      which of them the history can be held against
    /// @param orderIsFound whether the order within accounts was not recorded and had to be found: then only balances can be held
    ///                     against snapshots for certain, and another order is a warning
    /// @param kept         what accounts were before exclusions: a snapshot shows what was seen when it was taken
    Heads(Snapshots snapshots, List<String> ids, Predicate<SnapshotManifest> inReach, Differences differences,
            boolean orderIsFound, KeptHistory kept) {
        this.differences = differences;
        this.kept = kept;
        this.orderIsFound = orderIsFound;
        for (String id : ids) {
            SnapshotCheck check = snapshots.verify(id);
            SnapshotManifest manifest = check.manifest();
            if (!check.isWhole() || manifest == null) {
                warnings.add("snapshot " + check.id() + " is damaged and passed over: " + check.damageText());
            } else if (inReach.test(manifest)) {
                snapshots.read(manifest, new AccountsOf(check.id()));
                met.add(check.id());
            }
        }
    }

    private final class AccountsOf implements SnapshotVisitor {
        private final String snapshot;

        AccountsOf(String snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public void account(Account account) {
            Said before = wanted.computeIfAbsent(account.number(), _ -> new TreeMap<>()).put(account.sequence(),
                    new Said(account, snapshot));
            if (before != null && !before.account().head().equals(account.head())) {
                differences.add(Difference.ofAccount(Kind.SNAPSHOT, account.number(),
                        "one head at sequence " + account.sequence(),
                        "snapshots " + before.snapshot() + " and " + snapshot + " name two"));
            }
        }

        @Override
        public void openMatter(OpenMatter matter) {
            // Follows from the entries that meet the head.
        }

        @Override
        public void waiting(LedgerReader.WaitingFollowUp followUp) {
            // As of no moment that could be found again.
        }

        @Override
        public void rejectedKey(LedgerReader.RejectedKey key) {
            // As of no moment that could be found again.
        }

        @Override
        public void correctedKey(LedgerReader.CorrectedKey key) {
            // As of no moment that could be found again.
        }

        @Override
        public void paused(LedgerReader.PausedAccount account) {
            // As of no moment that could be found again.
        }

        @Override
        public void held(LedgerReader.HeldAttempt attempt) {
            // As of no moment that could be found again.
        }
    }

    /// Holds an account's history against all snapshots. Each account is to be shown once.
    void meet(Sheet sheet) {
        TreeMap<Long, Said> said = wanted.remove(sheet.number());
        if (said == null) {
            return;
        }
        for (List<Entry> earlier : kept.earlier(sheet.number())) {
            said.values().removeIf(at -> at.account().head().equals(head(earlier, at.account().sequence())));
        }
        ChainDigester digester = new ChainDigester();
        Sha256 head = Sha256.ZERO;
        for (Entry entry : sheet.entries()) {
            head = digester.next(head, entry);
            Said at = said.remove(entry.sequence());
            if (at != null && !head.equals(at.account().head())) {
                differ(at, entry, head);
            }
        }
        said.values().forEach(beyond -> differences.add(new Difference(Kind.SNAPSHOT, sheet.number(), null,
                beyond.account().sequence(), null, States.text(beyond.account()) + " in snapshot " + beyond.snapshot(),
                "a history of " + sheet.entries().size() + " entries")));
    }

    private static @Nullable Sha256 head(List<Entry> history, long sequence) {
        return sequence < 1 || sequence > history.size() ? null : KeptHistory.head(history, sequence);
    }

    private void differ(Said said, Entry entry, Sha256 head) {
        boolean sameMoney = said.account().actual() == entry.actualAfter()
                && said.account().available() == entry.availableAfter();
        if (orderIsFound && sameMoney) {
            reordered.merge(entry.account(), 1L, Long::sum);
        } else {
            differences.add(new Difference(Kind.SNAPSHOT, entry.account(), entry.key().text(), entry.sequence(), null,
                    States.text(said.account()) + " in snapshot " + said.snapshot(),
                    "actual " + States.money(entry.actualAfter()) + ", available "
                            + States.money(entry.availableAfter()) + ", head " + head));
        }
    }

    /// Says that accounts are missing that snapshots have. To be called when all were shown.
    void finish() {
        wanted.values().forEach(said -> said.values().forEach(at -> differences.add(Difference.ofAccount(
                Kind.SNAPSHOT, at.account().number(), States.text(at.account()) + " in snapshot " + at.snapshot(),
                "no such account"))));
        if (!reordered.isEmpty()) {
            warnings.add(
                    "the order of entries that no record tells was found otherwise than snapshots had it, with the "
                            + "same balances, in " + reordered.size() + " accounts, the first of them "
                            + reordered.keySet().iterator().next());
        }
    }

    /// The snapshots that histories were held against, by name.
    List<String> met() {
        return met;
    }

    List<String> warnings() {
        return warnings;
    }
}
