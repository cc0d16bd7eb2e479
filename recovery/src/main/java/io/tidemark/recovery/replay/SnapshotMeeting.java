package io.tidemark.recovery.replay;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.pipeline.Hindsight;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds a folded state against a snapshot at the same position. A snapshot from before events were excluded shows what was seen then: the
/// state is held against it with what the fold knows of that, and the chain digests of the accounts that are concerned, which are others
/// now, are left out.
final class SnapshotMeeting {
    private final Snapshots snapshots;
    private final Differences differences;

    SnapshotMeeting(Snapshots snapshots, Differences differences) {
        this.snapshots = snapshots;
        this.differences = differences;
    }

    /// Compares the figures and the state digest, which stand for all accounts' heads; item by item only where they differ.
    void compare(SnapshotManifest snapshot, LedgerWatch state, Hindsight hindsight) {
        boolean same = hindsight.isEmpty() && sameSizes(snapshot, state, state.matters())
                && snapshot.counts().equals(state.counts()) && snapshot.stateDigest().equals(state.stateDigest());
        if (!same) {
            compareAll(snapshot, state, hindsight);
        }
    }

    /// Compares everything, item by item.
    void compareAll(SnapshotManifest snapshot, LedgerWatch state, Hindsight hindsight) {
        Map<EventKey, OpenMatter> matters = hindsight.seen(state.matters());
        if (!snapshot.counts().equals(state.counts())) {
            differences.add(Difference.ofWhole(Kind.SNAPSHOT, snapshot.id() + ": " + snapshot.counts(),
                    state.counts().toString()));
        }
        snapshots.read(snapshot, new Comparing(snapshot.id(), state, matters, hindsight));
        if (!sameSizes(snapshot, state, matters)) {
            Missing missing = new Missing(snapshot.id(), state, matters);
            snapshots.read(snapshot, missing);
            missing.report();
        }
    }

    private static boolean sameSizes(SnapshotManifest snapshot, LedgerWatch state,
            Map<EventKey, OpenMatter> matters) {
        SnapshotManifest.Contents contents = snapshot.contents();
        return contents.accounts() == state.accountCount() && contents.openMatters() == matters.size()
                && contents.waiting() == state.waiting().size() && contents.rejectedKeys() == state.rejected().size()
                && contents.correctedKeys() == state.corrected().size()
                && contents.pausedAccounts() == state.paused().size() && contents.heldAttempts() == state.held().size();
    }

    /// Whether an account is what was seen of it; but for its chain digest where entries of it are excluded.
    ///
    /// @param folded the account as it was folded, or null when there is none
    static boolean isSeen(Account account, @Nullable Account folded, Hindsight hindsight) {
        Account seen = hindsight.seen(folded);
        if (seen == null || !hindsight.concerns(account.number())) {
            return account.equals(seen);
        }
        return account.equals(new Account(seen.number(), seen.customer(), seen.actual(), seen.available(),
                seen.sequence(), account.head(), seen.lastKey(), seen.lastEpochSecond()));
    }

    /// Looks every item of the snapshot up in the folded state.
    private final class Comparing implements SnapshotVisitor {
        private final String id;
        private final LedgerWatch state;
        private final Map<EventKey, OpenMatter> matters;
        private final Hindsight hindsight;

        Comparing(String id, LedgerWatch state, Map<EventKey, OpenMatter> matters, Hindsight hindsight) {
            this.id = id;
            this.state = state;
            this.matters = matters;
            this.hindsight = hindsight;
        }

        @Override
        public void account(Account account) {
            Account folded = state.accountNow(account.number());
            if (!isSeen(account, folded, hindsight)) {
                differences.add(Difference.ofAccount(Kind.SNAPSHOT, account.number(), id + ": " + account,
                        "folded from the events: " + folded));
            }
        }

        @Override
        public void openMatter(OpenMatter matter) {
            compare(matter.key(), matter.account(), matter, matters.get(matter.key()));
        }

        @Override
        public void waiting(WaitingFollowUp followUp) {
            compare(followUp.key(), null, followUp, state.waiting().get(followUp.key()));
        }

        @Override
        public void rejectedKey(RejectedKey key) {
            compare(key.key(), null, key, state.rejected().get(key.key()));
        }

        @Override
        public void correctedKey(CorrectedKey key) {
            compare(key.key(), null, key, state.corrected().get(key.key()));
        }

        @Override
        public void paused(PausedAccount account) {
            PausedAccount folded = state.paused().get(account.account());
            if (!account.equals(folded)) {
                differences.add(Difference.ofAccount(Kind.SNAPSHOT, account.account(), id + ": " + account,
                        "folded from the events: " + folded));
            }
        }

        @Override
        public void held(HeldAttempt attempt) {
            compare(attempt.key(), attempt.account(), attempt, state.held().get(attempt.position()));
        }

        private void compare(EventKey key, @Nullable String account, Object expected, @Nullable Object folded) {
            if (!Objects.equals(expected, folded)) {
                differences.add(Difference.ofKey(Kind.SNAPSHOT, key.text(), account, id + ": " + expected,
                        "folded from the events: " + folded));
            }
        }
    }

    /// Finds what the folded state has and the snapshot lacks.
    private final class Missing implements SnapshotVisitor {
        private final String id;
        private final LedgerWatch state;
        private final Map<EventKey, OpenMatter> matters;
        private final Set<String> accounts = new HashSet<>();
        private final Set<Object> items = new HashSet<>();

        Missing(String id, LedgerWatch state, Map<EventKey, OpenMatter> matters) {
            this.id = id;
            this.state = state;
            this.matters = matters;
        }

        @Override
        public void account(Account account) {
            accounts.add(account.number());
        }

        @Override
        public void openMatter(OpenMatter matter) {
            items.add(new Named("open", matter.key()));
        }

        @Override
        public void waiting(WaitingFollowUp followUp) {
            items.add(new Named("waiting", followUp.key()));
        }

        @Override
        public void rejectedKey(RejectedKey key) {
            items.add(new Named("rejected", key.key()));
        }

        @Override
        public void correctedKey(CorrectedKey key) {
            items.add(new Named("corrected", key.key()));
        }

        @Override
        public void paused(PausedAccount account) {
            items.add(account);
        }

        @Override
        public void held(HeldAttempt attempt) {
            items.add(attempt);
        }

        void report() {
            for (String number : state.sortedNumbers()) {
                if (!accounts.contains(number)) {
                    differences.add(Difference.ofAccount(Kind.SNAPSHOT, number, id + ": no such account",
                            "folded from the events: " + state.accountNow(number)));
                }
            }
            report("open", matters);
            report("waiting", state.waiting());
            report("rejected", state.rejected());
            report("corrected", state.corrected());
            state.paused().values().stream().filter(one -> !items.contains(one)).forEach(
                    one -> differences.add(Difference.ofAccount(Kind.SNAPSHOT, one.account(), id + ": not paused",
                            "folded from the events: " + one)));
            state.held().values().stream().filter(one -> !items.contains(one)).forEach(
                    one -> differences.add(Difference.ofKey(Kind.SNAPSHOT, one.key().text(), one.account(),
                            id + ": not held", "folded from the events: " + one)));
        }

        private void report(String kind, Map<EventKey, ?> folded) {
            folded.forEach((key, item) -> {
                if (!items.contains(new Named(kind, key))) {
                    differences.add(Difference.ofKey(Kind.SNAPSHOT, key.text(), null, id + ": not " + kind,
                            "folded from the events: " + item));
                }
            });
        }
    }

    private record Named(String kind, EventKey key) {}
}
