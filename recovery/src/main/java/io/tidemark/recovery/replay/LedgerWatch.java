package io.tidemark.recovery.replay;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.AccountNumbers;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.snapshot.SnapshotVisitor;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows a ledger from commit to commit, keeps its state, and checks that the invariants hold in each: sequences without gaps,
/// balances that are the sums of their entries, nothing below zero, what is held held, transfers on both accounts. An account of which
/// events were excluded may be below zero for lack of them.
///
/// Takes one thread at a time.
final class LedgerWatch implements SnapshotVisitor {
    private static final int SEQUENCE = 0;
    private static final int ACTUAL = 1;
    private static final int AVAILABLE = 2;
    private static final int HELD = 3;
    private static final int FIGURES = 4;

    private final AccountNumbers numbers = new AccountNumbers();
    /// By account, what it must be by its entries so far: sequence, balances, and what is held.
    private long[] figures = new long[FIGURES << 10];
    private String[] names = new String[64];
    private int[] found = new int[64];
    /// By account, what the last commit says it is.
    private @Nullable Account[] accounts = new Account[1 << 10];
    /// The accounts that have an excluded entry.
    private final BitSet excluded = new BitSet();
    private final Map<EventKey, OpenMatter> matters = new HashMap<>();
    private final Map<EventKey, WaitingFollowUp> waiting = new HashMap<>();
    private final Map<EventKey, RejectedKey> rejected = new HashMap<>();
    private final Map<EventKey, CorrectedKey> corrected = new HashMap<>();
    private final Map<String, PausedAccount> paused = new HashMap<>();
    private final Map<Long, HeldAttempt> held = new HashMap<>();
    /// The keys that were refused on their own merits since the last commit.
    private final Set<EventKey> refused = new HashSet<>();
    private final Standings standings = new Standings();
    private final Differences differences;
    private OutcomeCounts counts = OutcomeCounts.NONE;
    private long position;

    /// @param differences takes what does not hold
    LedgerWatch(Differences differences) {
        this.differences = differences;
    }

    @Override
    public void account(Account account) {
        set(add(account.number()), account);
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

    @Override
    public void paused(PausedAccount account) {
        paused.put(account.account(), account);
    }

    @Override
    public void held(HeldAttempt attempt) {
        held.put(attempt.position(), attempt);
    }

    /// Goes on from a base whose items were given before.
    void beginAt(long basePosition, OutcomeCounts baseCounts) {
        position = basePosition;
        counts = baseCounts;
    }

    /// Takes outcomes of the next commit.
    void stage(List<Outcome> outcomes) {
        findAccounts(outcomes);
        int next = 0;
        for (Outcome outcome : outcomes) {
            if (!standings.take(outcome)) {
                invariant(null, outcome.key(), "accepted once, at position " + outcome.position(),
                        "judged again at position " + outcome.decidedAt());
            }
            if (outcome.rejection() != null && outcome.rejection().code() != RejectionCode.KEY_CONFLICT) {
                refused.add(outcome.key());
            }
            check(outcome);
            for (Entry entry : outcome.entries()) {
                check(entry, found[next++]);
            }
        }
    }

    private void findAccounts(List<Outcome> outcomes) {
        int count = 0;
        for (Outcome outcome : outcomes) {
            for (Entry entry : outcome.entries()) {
                if (count == names.length) {
                    names = Arrays.copyOf(names, 2 * count);
                }
                names[count++] = entry.account();
            }
        }
        if (found.length < count) {
            found = new int[names.length];
        }
        numbers.addAll(names, count, found);
        makeRoom();
    }

    /// Takes the next commit, whose outcomes come after those that were staged.
    void commit(LedgerCommit commit) {
        stage(commit.outcomes());
        commit.working().correctedKeys().forEach(this::checkCorrected);
        refused.clear();
        commit.working().openMatters().forEach(this::put);
        commit.working().settledMatters().forEach(this::settle);
        commit.working().accounts().forEach(this::check);
        commit.working().released().forEach(followUp -> waiting.remove(followUp.key(), followUp));
        commit.working().waiting().forEach(this::waiting);
        commit.working().noLongerRejected().forEach(rejected::remove);
        commit.working().rejectedKeys().forEach(this::rejectedKey);
        commit.working().correctedKeys().forEach(this::correctedKey);
        commit.working().pauses().resumed().forEach(paused::remove);
        commit.working().pauses().paused().forEach(this::paused);
        commit.working().pauses().letGo().forEach(attempt -> held.remove(attempt.position()));
        commit.working().pauses().held().forEach(this::held);
        counts = commit.counts();
        position = commit.toPosition();
    }

    private void check(Outcome outcome) {
        List<Entry> entries = outcome.entries();
        EventType type = outcome.key().type();
        if (entries.size() == 2 && type == EventType.INTER_ACCOUNT_TRANSFER) {
            Entry source = entries.getFirst();
            Entry target = entries.getLast();
            boolean isExcluded = source.status() == EntryStatus.EXCLUDED && target.status() == EntryStatus.EXCLUDED;
            if (source.actualEffect() != -target.actualEffect() || source.account().equals(target.account())
                    || (source.actualEffect() >= 0 && !isExcluded)) {
                invariant(source.account(), outcome.key(), "the same amount taken and given",
                        source.actualEffect() + " and " + target.actualEffect() + " cents");
            }
        } else if (!entries.isEmpty() && (entries.size() != 1 || type == EventType.INTER_ACCOUNT_TRANSFER)) {
            invariant(entries.getFirst().account(), outcome.key(), "a transfer on two accounts, anything else on one",
                    entries.size() + " entries");
        }
    }

    private void check(Entry entry, int account) {
        int at = FIGURES * account;
        long sequence = figures[at + SEQUENCE];
        long actual = figures[at + ACTUAL];
        long available = figures[at + AVAILABLE];
        boolean follows = entry.sequence() == sequence + 1 && entry.actualAfter() == actual + entry.actualEffect()
                && entry.availableAfter() == available + entry.availableEffect();
        if (entry.status() == EntryStatus.EXCLUDED) {
            excluded.set(account);
        }
        // A base may have an account below zero for lack of what was excluded before it; then nothing more goes out.
        boolean covered = entry.availableAfter() >= 0 || excluded.get(account)
                || (available < 0 && entry.availableEffect() >= 0);
        boolean sound = covered && (entry.status() == EntryStatus.VERIFIED || entry.actualEffect() == 0)
                && (entry.status() != EntryStatus.EXCLUDED || entry.availableEffect() == 0);
        if (!follows || !sound) {
            differences.add(new Difference(Kind.INVARIANT, entry.account(), entry.key().text(), entry.sequence(), null,
                    "an entry that follows sequence " + sequence + " with " + actual + " actual and " + available
                            + " available cents, and leaves none below zero",
                    entry.toString()));
        }
        figures[at + SEQUENCE] = entry.sequence();
        figures[at + ACTUAL] = entry.actualAfter();
        figures[at + AVAILABLE] = entry.availableAfter();
    }

    /// A key that a later attempt was accepted under must have stood rejected before, or waited after it had: else it was accepted twice.
    private void checkCorrected(CorrectedKey key) {
        if (corrected.containsKey(key.key()) || (!rejected.containsKey(key.key()) && !refused.contains(key.key())
                && !waiting.containsKey(key.key()))) {
            differences.add(new Difference(Kind.INVARIANT, null, key.key().text(), null, key.position(),
                    "one accepted attempt under a key", "another one"));
        }
    }

    private int add(String number) {
        int index = numbers.add(number);
        makeRoom();
        return index;
    }

    private void makeRoom() {
        while (numbers.size() > accounts.length) {
            figures = Arrays.copyOf(figures, 2 * figures.length);
            accounts = Arrays.copyOf(accounts, 2 * accounts.length);
        }
    }

    private void set(int index, Account account) {
        accounts[index] = account;
        figures[FIGURES * index + SEQUENCE] = account.sequence();
        figures[FIGURES * index + ACTUAL] = account.actual();
        figures[FIGURES * index + AVAILABLE] = account.available();
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
        int index = numbers.find(matter.account());
        if (index < 0) {
            invariant(matter.account(), matter.key(), "an open matter of an account that exists", "no such account");
        } else if (matter.key().type() == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
            figures[FIGURES * index + HELD] += change;
        }
    }

    /// Holds an account that a commit changed against its entries and holds.
    private void check(Account account) {
        int index = numbers.find(account.number());
        if (index < 0) {
            invariant(account.number(), null, "an account with entries", account.toString());
            return;
        }
        int at = FIGURES * index;
        if (account.sequence() != figures[at + SEQUENCE] || account.actual() != figures[at + ACTUAL]
                || account.available() != figures[at + AVAILABLE]
                || account.available() != account.actual() - figures[at + HELD]) {
            invariant(account.number(), null,
                    "sequence " + figures[at + SEQUENCE] + ", " + figures[at + ACTUAL] + " actual, "
                            + figures[at + AVAILABLE] + " available, " + figures[at + HELD] + " held cents",
                    account.toString());
        }
        set(index, account);
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
        int index = numbers.find(number);
        return index < 0 ? null : accounts[index];
    }

    long accountCount() {
        return numbers.size();
    }

    /// How many entries the accounts have together.
    long entryCount() {
        return Arrays.stream(accounts).filter(Objects::nonNull).mapToLong(Account::sequence).sum();
    }

    /// The numbers of all accounts, in bytewise order.
    List<String> sortedNumbers() {
        return Arrays.stream(numbers.sorted()).mapToObj(numbers::number).toList();
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

    /// The paused accounts.
    Map<String, PausedAccount> paused() {
        return paused;
    }

    /// The held attempts, by position.
    Map<Long, HeldAttempt> held() {
        return held;
    }

    Standings standings() {
        return standings;
    }

    /// The state digest as of the last commit.
    Sha256 stateDigest() {
        StateDigest digest = new StateDigest();
        for (int index : numbers.sorted()) {
            Account account = accounts[index];
            if (account != null) {
                digest.add(account);
            }
        }
        return digest.finish();
    }
}
