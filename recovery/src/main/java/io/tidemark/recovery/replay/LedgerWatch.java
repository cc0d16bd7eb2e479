package io.tidemark.recovery.replay;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import io.tidemark.recovery.verify.AccountMap;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows a ledger from commit to commit, keeps its state, and checks that the invariants hold in each: sequences without gaps,
/// balances that are the sums of their entries, nothing below zero, what is held held, transfers on both accounts.
///
/// Takes one thread at a time.
final class LedgerWatch implements SnapshotVisitor {
    private final AccountMap<Watched> accounts = new AccountMap<>();
    private final Map<EventKey, OpenMatter> matters = new HashMap<>();
    private final Map<EventKey, WaitingFollowUp> waiting = new HashMap<>();
    private final Map<EventKey, RejectedKey> rejected = new HashMap<>();
    private final Map<EventKey, CorrectedKey> corrected = new HashMap<>();
    private final Standings standings = new Standings();
    private final Differences differences;
    private OutcomeCounts counts = OutcomeCounts.NONE;
    private long position;

    /// @param differences takes what does not hold
    LedgerWatch(Differences differences) {
        this.differences = differences;
    }

    /// An account as it must be by its entries so far, and as the last commit says it is.
    private static final class Watched implements AccountMap.Numbered {
        private Account account;
        private long sequence;
        private long actual;
        private long available;
        private long held;

        Watched(Account account) {
            this.account = account;
        }

        @Override
        public String number() {
            return account.number();
        }

        void set(Account as) {
            account = as;
            sequence = as.sequence();
            actual = as.actual();
            available = as.available();
        }
    }

    @Override
    public void account(Account account) {
        Watched watched = new Watched(account);
        watched.set(account);
        accounts.add(watched);
    }

    @Override
    public void openMatter(OpenMatter matter) {
        put(matter);
    }

    @Override
    public void waiting(WaitingFollowUp followUp) {
        waiting.put(followUp.key(), followUp);
    }

    @Override
    public void rejectedKey(RejectedKey key) {
        rejected.put(key.key(), key);
    }

    @Override
    public void correctedKey(CorrectedKey key) {
        corrected.put(key.key(), key);
    }

    /// Goes on from a base whose items were given before.
    void beginAt(long basePosition, OutcomeCounts baseCounts) {
        position = basePosition;
        counts = baseCounts;
    }

    /// Takes the next commit.
    void commit(LedgerCommit commit) {
        for (Outcome outcome : commit.outcomes()) {
            if (!standings.take(outcome)) {
                invariant(null, outcome.key(), "accepted once, at position " + outcome.position(),
                        "judged again at position " + outcome.decidedAt());
            }
            check(outcome);
        }
        commit.working().openMatters().forEach(this::put);
        commit.working().settledMatters().forEach(this::settle);
        commit.working().accounts().forEach(this::check);
        commit.working().released().forEach(followUp -> waiting.remove(followUp.key(), followUp));
        commit.working().waiting().forEach(this::waiting);
        commit.working().noLongerRejected().forEach(rejected::remove);
        commit.working().rejectedKeys().forEach(this::rejectedKey);
        commit.working().correctedKeys().forEach(this::correctedKey);
        counts = commit.counts();
        position = commit.toPosition();
    }

    private void check(Outcome outcome) {
        List<Entry> entries = outcome.entries();
        EventType type = outcome.key().type();
        if (entries.size() == 2 && type == EventType.INTER_ACCOUNT_TRANSFER) {
            Entry source = entries.getFirst();
            Entry target = entries.getLast();
            if (source.actualEffect() != -target.actualEffect() || source.account().equals(target.account())
                    || source.actualEffect() >= 0) {
                invariant(source.account(), outcome.key(), "the same amount taken and given",
                        source.actualEffect() + " and " + target.actualEffect() + " cents");
            }
        } else if (!entries.isEmpty() && (entries.size() != 1 || type == EventType.INTER_ACCOUNT_TRANSFER)) {
            invariant(entries.getFirst().account(), outcome.key(), "a transfer on two accounts, anything else on one",
                    entries.size() + " entries");
        }
        for (Entry entry : entries) {
            check(entry);
        }
    }

    private void check(Entry entry) {
        Watched watched = accounts.get(entry.account());
        if (watched == null) {
            watched = new Watched(Account.opened(entry.account(), entry.account()));
            accounts.add(watched);
        }
        boolean follows = entry.sequence() == watched.sequence + 1
                && entry.actualAfter() == watched.actual + entry.actualEffect()
                && entry.availableAfter() == watched.available + entry.availableEffect();
        boolean sound = entry.availableAfter() >= 0
                && (entry.status() == EntryStatus.VERIFIED || entry.actualEffect() == 0);
        if (!follows || !sound) {
            differences.add(new Difference(Kind.INVARIANT, entry.account(), entry.key().text(), entry.sequence(), null,
                    "an entry that follows sequence " + watched.sequence + " with " + watched.actual + " actual and "
                            + watched.available + " available cents, and leaves none below zero",
                    entry.toString()));
        }
        watched.sequence = entry.sequence();
        watched.actual = entry.actualAfter();
        watched.available = entry.availableAfter();
    }

    private void put(OpenMatter matter) {
        OpenMatter before = matters.put(matter.key(), matter);
        hold(matter, matter.left() - (before == null ? 0 : before.left()));
    }

    private void settle(EventKey key) {
        OpenMatter before = matters.remove(key);
        if (before != null) {
            hold(before, -before.left());
        }
    }

    private void hold(OpenMatter matter, long change) {
        Watched watched = accounts.get(matter.account());
        if (watched == null) {
            invariant(matter.account(), matter.key(), "an open matter of an account that exists", "no such account");
        } else if (matter.key().type() == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
            watched.held += change;
        }
    }

    /// Holds an account that a commit changed against its entries and holds.
    private void check(Account account) {
        Watched watched = accounts.get(account.number());
        if (watched == null) {
            invariant(account.number(), null, "an account with entries", account.toString());
            return;
        }
        if (account.sequence() != watched.sequence || account.actual() != watched.actual
                || account.available() != watched.available
                || account.available() != account.actual() - watched.held) {
            invariant(account.number(), null,
                    "sequence " + watched.sequence + ", " + watched.actual + " actual, " + watched.available
                            + " available, " + watched.held + " held cents",
                    account.toString());
        }
        watched.set(account);
    }

    private void invariant(@Nullable String account, @Nullable EventKey key, String expected, String found) {
        differences.add(new Difference(Kind.INVARIANT, account, key == null ? null : key.text(), null, null, expected,
                found));
    }

    /// The position of the last commit.
    long position() {
        return position;
    }

    OutcomeCounts counts() {
        return counts;
    }

    /// The account as the last commit left it, or null when there is none.
    @Nullable
    Account accountNow(String number) {
        Watched watched = accounts.get(number);
        return watched == null ? null : watched.account;
    }

    long accountCount() {
        return accounts.size();
    }

    String[] sortedNumbers() {
        return accounts.sortedNumbers();
    }

    Map<EventKey, OpenMatter> matters() {
        return matters;
    }

    Map<EventKey, WaitingFollowUp> waiting() {
        return waiting;
    }

    Map<EventKey, RejectedKey> rejected() {
        return rejected;
    }

    Map<EventKey, CorrectedKey> corrected() {
        return corrected;
    }

    Standings standings() {
        return standings;
    }

    /// The state digest as of the last commit.
    Sha256 stateDigest() {
        StateDigest digest = new StateDigest();
        for (String number : accounts.sortedNumbers()) {
            Watched watched = accounts.get(number);
            if (watched != null) {
                digest.add(watched.account);
            }
        }
        return digest.finish();
    }
}
