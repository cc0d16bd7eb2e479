package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds the fold against snapshots as it passes their positions. A snapshot from before events were excluded has the heads of accounts with
/// them; of those accounts the balances are held together, which the fold still has as they were. Not thread-safe.
final class SnapshotHeads {
    private final Snapshots snapshots;
    private final FoldedAccounts accounts;
    private final AccountTails tails;
    private final TakenOut taken;
    private final Differences differences;

    SnapshotHeads(Snapshots snapshots, LogFold folding, Differences differences) {
        this.snapshots = snapshots;
        accounts = folding.fold().accounts();
        tails = folding.tails();
        taken = folding.taken();
        this.differences = differences;
    }

    /// Compares the state digest, which stands for all accounts' heads and sequences; account by account only when it differs.
    void compare(SnapshotManifest snapshot, FoldedKeys keys, long openMatters, HeldBack back) {
        SnapshotManifest.Contents contents = snapshot.contents();
        if (!snapshot.counts().equals(keys.counts()) || contents.openMatters() != openMatters
                || contents.waiting() != keys.waiting().size() || contents.rejectedKeys() != keys.rejected().size()
                || contents.correctedKeys() != keys.corrected().size()
                || contents.pausedAccounts() != back.paused().size() || contents.heldAttempts() != back.held().size()) {
            differences.add(Difference.ofWhole(Kind.SNAPSHOT,
                    "at position " + snapshot.position() + " " + keys.counts() + ", " + openMatters + " open, "
                            + back.paused().size() + " paused, " + back.held().size() + " held",
                    snapshot.id() + ": " + snapshot.counts() + ", " + contents));
        }
        if (!snapshot.stateDigest().equals(stateDigest())) {
            compareAccounts(snapshot);
        }
    }

    private void compareAccounts(SnapshotManifest snapshot) {
        Accounts visitor = new Accounts(snapshot.id());
        try {
            snapshots.read(snapshot, visitor);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.MISSING) {
                throw e;
            }
            // Deleted since it was found to be whole: which accounts differ nobody can tell any more, that some do is known.
            differences.add(Difference.ofWhole(Kind.SNAPSHOT, "state digest " + stateDigest(),
                    snapshot.id() + ": state digest " + snapshot.stateDigest()));
            return;
        }
        visitor.reportMissing();
    }

    /// The state digest of the fold.
    Sha256 stateDigest() {
        return tails.stateDigest(accounts);
    }

    private String describe(@Nullable FoldedAccount account) {
        return account == null ? "no such account" : tails.describe(account);
    }

    private final class Accounts implements SnapshotVisitor {
        private final String id;
        private final Set<String> seen = new HashSet<>();

        Accounts(String id) {
            this.id = id;
        }

        @Override
        public void account(Account account) {
            seen.add(account.number());
            FoldedAccount expected = accounts.get(account.number());
            boolean same = expected != null && expected.sequence == account.sequence()
                    && (taken.concerns(expected)
                            ? expected.actual == account.actual() && expected.available == account.available()
                            : Arrays.equals(tails.head(expected), account.head().toBytes()));
            if (!same) {
                differences.add(Difference.ofAccount(Kind.SNAPSHOT, account.number(), describe(expected),
                        id + ": sequence " + account.sequence() + ", head " + account.head()));
            }
        }

        @Override
        public void openMatter(OpenMatter matter) {
            // Heads are what is compared here; matters are counted.
        }

        @Override
        public void waiting(WaitingFollowUp followUp) {
            // Heads are what is compared here; waits are counted.
        }

        @Override
        public void rejectedKey(RejectedKey key) {
            // Heads are what is compared here; keys are counted.
        }

        @Override
        public void correctedKey(CorrectedKey key) {
            // Heads are what is compared here; keys are counted.
        }

        @Override
        public void paused(PausedAccount account) {
            // Heads are what is compared here; pauses are counted.
        }

        @Override
        public void held(HeldAttempt attempt) {
            // Heads are what is compared here; what is held is counted.
        }

        void reportMissing() {
            for (String number : accounts.sortedNumbers()) {
                if (!seen.contains(number)) {
                    differences.add(Difference.ofAccount(Kind.SNAPSHOT, number, describe(accounts.get(number)),
                            id + ": no such account"));
                }
            }
        }
    }
}
