package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.OutcomeCounts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A history that is told step by step, as commits for a ledger and as what a ledger must show after them.
///
/// A step says what happens; [#commit] gathers the steps since the last one. The history checks no rules: it is for stores, which
/// know none. Not thread-safe.
final class SampleHistory {
    private static final int RULES_VERSION = 1;

    private final ChainDigester chain = new ChainDigester();
    private final TreeMap<String, Account> accounts = new TreeMap<>();
    private final TreeMap<EventKey, OpenMatter> matters = new TreeMap<>();
    private final TreeMap<Long, WaitingFollowUp> waiting = new TreeMap<>();
    private final TreeMap<EventKey, RejectedKey> rejected = new TreeMap<>();
    private final TreeMap<EventKey, CorrectedKey> corrected = new TreeMap<>();
    private final TreeMap<String, PausedAccount> paused = new TreeMap<>();
    private final TreeMap<Long, HeldAttempt> held = new TreeMap<>();
    private final TreeMap<String, List<PlacedEntry>> entries = new TreeMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<Long, Outcome> lastByPosition = new HashMap<>();
    private final OutcomeCounts.Tally tally = new OutcomeCounts.Tally(OutcomeCounts.NONE);
    private long position;

    private long committed;
    private int committedOutcomes;
    private final Map<String, Account> changedAccounts = new LinkedHashMap<>();
    private final Map<EventKey, OpenMatter> changedMatters = new LinkedHashMap<>();
    private final Set<EventKey> settled = new LinkedHashSet<>();
    private final Map<EventKey, WaitingFollowUp> began = new LinkedHashMap<>();
    private final Map<EventKey, WaitingFollowUp> released = new LinkedHashMap<>();
    private final Map<EventKey, RejectedKey> newlyRejected = new LinkedHashMap<>();
    private final Set<EventKey> noLongerRejected = new LinkedHashSet<>();
    private final Map<EventKey, CorrectedKey> newlyCorrected = new LinkedHashMap<>();
    private final Map<String, PausedAccount> newlyPaused = new LinkedHashMap<>();
    private final Set<String> resumed = new LinkedHashSet<>();
    private final Map<Long, HeldAttempt> newlyHeld = new LinkedHashMap<>();
    private final Map<Long, HeldAttempt> letGo = new LinkedHashMap<>();

    /// What an accepted event does to one account.
    record Posting(String account, EntryStatus status, long actual, long available) {}

    /// The next record arrives; what follows is about it.
    SampleHistory arrives() {
        position++;
        return this;
    }

    /// The position of the record that arrived last.
    long position() {
        return position;
    }

    /// The attempt at that position is accepted, now.
    SampleHistory accepted(long attempt, EventKey key, Posting... postings) {
        List<Entry> made = new ArrayList<>();
        for (Posting posting : postings) {
            Account before = accounts.getOrDefault(posting.account(),
                    Account.opened(posting.account(), "customer of " + posting.account()));
            Entry entry = new Entry(before.number(), before.sequence() + 1, key,
                    Sha256.of(("body " + attempt).getBytes(StandardCharsets.UTF_8)), posting.status(),
                    posting.actual(), posting.available(), before.actual() + posting.actual(),
                    before.available() + posting.available(), 1_700_000_000 + attempt);
            Account after = before.after(entry, chain.next(before.head(), entry));
            accounts.put(after.number(), after);
            changedAccounts.put(after.number(), after);
            entries.computeIfAbsent(after.number(), _ -> new ArrayList<>())
                    .add(new PlacedEntry(entry, attempt, position));
            made.add(entry);
        }
        stopWaiting(key);
        if (rejected.remove(key) != null) {
            noLongerRejected.add(key);
            newlyRejected.remove(key);
        }
        return judged(Outcome.accepted(attempt, position, key, List.copyOf(made)));
    }

    /// An incoming payment arrives and is accepted.
    SampleHistory paidIn(String account, long cents) {
        arrives();
        return accepted(position, EventKey.of("incoming_payment_" + position + ".event"),
                new Posting(account, EntryStatus.VERIFIED, cents, cents));
    }

    /// The attempt at that position is rejected, now, and its key stands rejected.
    SampleHistory rejected(long attempt, EventKey key, Rejection rejection, Outcome.@Nullable RefusedAt refusedAt) {
        stopWaiting(key);
        RejectedKey standing = new RejectedKey(key, attempt, rejection.code());
        rejected.put(key, standing);
        newlyRejected.put(key, standing);
        noLongerRejected.remove(key);
        return judged(Outcome.rejected(attempt, position, key, rejection, refusedAt));
    }

    /// The attempt at that position is refused because another one of its key stands.
    SampleHistory conflicting(long attempt, EventKey key) {
        return judged(Outcome.rejected(attempt, position, key,
                new Rejection(RejectionCode.KEY_CONFLICT, "the first stands"), null));
    }

    /// The attempt at that position begins to wait, now.
    SampleHistory waits(long attempt, EventKey key, EventKey original) {
        WaitingFollowUp followUp = new WaitingFollowUp(key, original, attempt);
        waiting.put(attempt, followUp);
        began.put(key, followUp);
        released.remove(key);
        if (rejected.remove(key) != null) {
            noLongerRejected.add(key);
            newlyRejected.remove(key);
        }
        return judged(Outcome.waiting(attempt, position, key));
    }

    /// The matter is open from now on, or has changed.
    SampleHistory open(OpenMatter matter) {
        matters.put(matter.key(), matter);
        changedMatters.put(matter.key(), matter);
        return this;
    }

    /// The matter is settled.
    SampleHistory settled(EventKey key) {
        matters.remove(key);
        changedMatters.remove(key);
        settled.add(key);
        return this;
    }

    /// The key was accepted by that attempt, which is not its first.
    SampleHistory corrected(EventKey key, long attempt) {
        CorrectedKey correction = new CorrectedKey(key, attempt);
        corrected.put(key, correction);
        newlyCorrected.put(key, correction);
        return this;
    }

    /// The account is paused, now.
    SampleHistory paused(String account) {
        PausedAccount pause = new PausedAccount(account, position);
        paused.put(account, pause);
        newlyPaused.put(account, pause);
        resumed.remove(account);
        return this;
    }

    /// The account is no longer paused.
    SampleHistory resumed(String account) {
        paused.remove(account);
        newlyPaused.remove(account);
        resumed.add(account);
        return this;
    }

    /// The attempt at that position is held for an account, or for another one than before.
    SampleHistory held(long attempt, EventKey key, String account) {
        HeldAttempt one = new HeldAttempt(key, account, attempt);
        held.put(attempt, one);
        newlyHeld.put(attempt, one);
        letGo.remove(attempt);
        return this;
    }

    /// The attempt at that position is no longer held.
    SampleHistory letGo(long attempt) {
        HeldAttempt one = held.remove(attempt);
        newlyHeld.remove(attempt);
        if (one != null) {
            letGo.put(attempt, one);
        }
        return this;
    }

    private void stopWaiting(EventKey key) {
        WaitingFollowUp followUp = began.remove(key);
        boolean beganBefore = followUp == null;
        for (WaitingFollowUp other : List.copyOf(waiting.values())) {
            if (other.key().equals(key)) {
                waiting.remove(other.position());
                if (beganBefore) {
                    released.put(key, other);
                }
            }
        }
    }

    private SampleHistory judged(Outcome outcome) {
        tally.add(outcome, lastByPosition.put(outcome.position(), outcome));
        outcomes.add(outcome);
        return this;
    }

    /// The steps since the last commit.
    LedgerCommit commit() {
        LedgerCommit commit = new LedgerCommit(committed + 1, position, RULES_VERSION, tally.counts(),
                List.copyOf(outcomes.subList(committedOutcomes, outcomes.size())),
                new WorkingChange(List.copyOf(changedAccounts.values()), List.copyOf(changedMatters.values()),
                        List.copyOf(settled), List.copyOf(began.values()), List.copyOf(released.values()),
                        List.copyOf(newlyRejected.values()), List.copyOf(noLongerRejected),
                        List.copyOf(newlyCorrected.values()),
                        new PauseChange(List.copyOf(newlyPaused.values()), List.copyOf(resumed),
                                List.copyOf(newlyHeld.values()), List.copyOf(letGo.values()))));
        committed = position;
        committedOutcomes = outcomes.size();
        changedAccounts.clear();
        changedMatters.clear();
        settled.clear();
        began.clear();
        released.clear();
        newlyRejected.clear();
        noLongerRejected.clear();
        newlyCorrected.clear();
        newlyPaused.clear();
        resumed.clear();
        newlyHeld.clear();
        letGo.clear();
        return commit;
    }

    /// All that the rules look at as it is now, as a snapshot would hold it.
    WorkingChange workingState() {
        return new WorkingChange(List.copyOf(accounts.values()), List.copyOf(matters.values()), List.of(),
                List.copyOf(waiting.values()), List.of(), List.copyOf(rejected.values()), List.of(),
                List.copyOf(corrected.values()),
                new PauseChange(List.copyOf(paused.values()), List.of(), List.copyOf(held.values()), List.of()));
    }

    /// The counts as they are now.
    OutcomeCounts counts() {
        return tally.counts();
    }

    /// All outcomes so far.
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /// What a ledger with this whole history shows.
    LedgerContents contents() {
        return contentsFrom(1);
    }

    /// What a ledger shows that has the state of this history, but outcomes and entries only from that position on.
    LedgerContents contentsFrom(long historyFrom) {
        return new LedgerContents(new LedgerReader.Summary(position, historyFrom, RULES_VERSION, tally.counts()),
                List.copyOf(accounts.values()), List.copyOf(matters.values()), List.copyOf(rejected.values()),
                List.copyOf(waiting.values()), List.copyOf(corrected.values()),
                entries.values().stream().flatMap(List::stream).filter(entry -> entry.decidedAt() >= historyFrom)
                        .toList(),
                outcomes.stream().filter(outcome -> outcome.decidedAt() >= historyFrom).toList(),
                List.copyOf(paused.values()), List.copyOf(held.values()));
    }
}
