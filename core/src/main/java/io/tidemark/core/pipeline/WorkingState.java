package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.OutcomeCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of the ledger that decisions look at, as it is at the position that a [Fold] has reached: accounts, open matters,
/// waiting follow-ups, and how keys stand. Collects its changes until they are drained for a commit.
///
/// Not thread-safe.
public final class WorkingState {
    private static final int CACHED_ACCOUNTS = 1_000_000;
    private static final int CACHED_MATTERS = 500_000;
    private static final int CACHED_KEYS = 200_000;

    private final AccountTable accounts;
    private final MatterTable matters;
    private final Overlay<EventKey, RejectedKey> rejected;
    private final Overlay<EventKey, CorrectedKey> corrected;
    private final Map<EventKey, List<WaitingFollowUp>> waitingByOriginal = new HashMap<>();
    private final Map<EventKey, WaitingFollowUp> waitingByKey = new HashMap<>();
    private final Map<Long, WaitingFollowUp> newlyWaiting = new HashMap<>();
    private final Map<Long, WaitingFollowUp> released = new HashMap<>();
    /// The waiting attempts that the store has, or will have once the drained changes are committed.
    private final Set<Long> storedWaiting = new HashSet<>();
    private final Pausing pausing;
    private final OutcomeCounts.Tally tally;
    private long position;
    private int rulesVersion;

    private WorkingState(@Nullable LedgerReader base, LedgerReader.Summary summary) {
        boolean empty = summary.position() == 0;
        accounts = new AccountTable(number -> base == null ? null : base.account(number), limit(base, CACHED_ACCOUNTS),
                empty);
        matters = new MatterTable(key -> base == null ? null : base.openMatter(key), limit(base, CACHED_MATTERS),
                empty);
        rejected = new Overlay<>(key -> base == null ? null : base.rejectedKey(key), limit(base, CACHED_KEYS), empty);
        corrected = new Overlay<>(key -> base == null ? null : loadCorrected(base, key), limit(base, CACHED_KEYS),
                empty);
        tally = new OutcomeCounts.Tally(summary.counts());
        position = summary.position();
        rulesVersion = summary.rulesVersion();
        pausing = new Pausing(base);
        if (base != null) {
            loadWaiting(base);
        }
    }

    /// The state of an empty ledger, before position 1. Everything stays in memory.
    public static WorkingState empty() {
        return new WorkingState(null,
                new LedgerReader.Summary(0, 1, Rules.VERSION, OutcomeCounts.NONE));
    }

    /// The state that a ledger holds. Items are read from it when they are needed, so it must show every commit of what is
    /// drained here.
    public static WorkingState over(LedgerReader ledger) {
        return new WorkingState(ledger, ledger.summary());
    }

    private static int limit(@Nullable LedgerReader base, int cached) {
        return base == null ? Integer.MAX_VALUE : cached;
    }

    private static @Nullable CorrectedKey loadCorrected(LedgerReader base, EventKey key) {
        long correctedPosition = base.correctedPosition(key);
        return correctedPosition == 0 ? null : new CorrectedKey(key, correctedPosition);
    }

    private void loadWaiting(LedgerReader base) {
        try (Cursor<WaitingFollowUp> cursor = base.waitingFollowUps()) {
            for (WaitingFollowUp followUp = cursor.next(); followUp != null; followUp = cursor.next()) {
                remember(followUp);
                storedWaiting.add(followUp.position());
            }
        }
    }

    /// The position of the last record that was folded in.
    public long position() {
        return position;
    }

    /// The account with that number, or null when it was never opened.
    public @Nullable Account account(String number) {
        return accounts.get(number);
    }

    /// Says that these accounts are about to be looked at.
    void expect(String[] numbers, int count) {
        accounts.fetch(numbers, count);
    }

    /// The account as the rules see it: without its last event.
    @Nullable
    Account accountForRules(String number) {
        return accounts.forRules(number);
    }

    /// How many attempts stand how.
    public OutcomeCounts counts() {
        return tally.counts();
    }

    /// The rules in force.
    public int rulesVersion() {
        return rulesVersion;
    }

    OutcomeCounts.Tally tally() {
        return tally;
    }

    /// What is paused and held.
    Pausing pausing() {
        return pausing;
    }

    void advanceTo(long newPosition) {
        position = newPosition;
    }

    void useRules(int version) {
        rulesVersion = version;
    }

    void put(Account account) {
        accounts.put(account);
    }

    @Nullable
    OpenMatter openMatter(EventKey key) {
        return matters.get(key);
    }

    void put(OpenMatter matter) {
        matters.put(matter);
    }

    void settle(OpenMatter matter) {
        matters.remove(matter.key());
    }

    @Nullable
    RejectedKey rejectedKey(EventKey key) {
        return rejected.get(key);
    }

    void reject(RejectedKey key) {
        rejected.put(key.key(), key);
    }

    void noLongerRejected(EventKey key) {
        rejected.remove(key);
    }

    @Nullable
    CorrectedKey correctedKey(EventKey key) {
        return corrected.get(key);
    }

    void correct(CorrectedKey key) {
        corrected.put(key.key(), key);
    }

    @Nullable
    WaitingFollowUp waiting(EventKey followUp) {
        return waitingByKey.get(followUp);
    }

    void startWaiting(WaitingFollowUp followUp) {
        remember(followUp);
        if (released.remove(followUp.position()) == null) {
            newlyWaiting.put(followUp.position(), followUp);
        }
    }

    private void remember(WaitingFollowUp followUp) {
        waitingByKey.put(followUp.key(), followUp);
        waitingByOriginal.computeIfAbsent(followUp.original(), original -> new ArrayList<>(1)).add(followUp);
    }

    /// Ends the wait of all follow-ups of an original; they come in the order in which they arrived.
    List<WaitingFollowUp> releaseAll(EventKey original) {
        if (waitingByOriginal.isEmpty()) {
            return List.of();
        }
        List<WaitingFollowUp> followUps = waitingByOriginal.remove(original);
        if (followUps == null) {
            return List.of();
        }
        for (WaitingFollowUp followUp : followUps) {
            waitingByKey.remove(followUp.key());
            forget(followUp);
        }
        // A retried follow-up waits anew under its old, earlier position.
        followUps.sort(Comparator.comparingLong(WaitingFollowUp::position));
        return followUps;
    }

    /// Ends the wait of one follow-up.
    void stopWaiting(WaitingFollowUp followUp) {
        waitingByKey.remove(followUp.key());
        List<WaitingFollowUp> others = waitingByOriginal.get(followUp.original());
        if (others != null) {
            others.remove(followUp);
            if (others.isEmpty()) {
                waitingByOriginal.remove(followUp.original());
            }
        }
        forget(followUp);
    }

    private void forget(WaitingFollowUp followUp) {
        newlyWaiting.remove(followUp.position());
        if (storedWaiting.contains(followUp.position())) {
            released.put(followUp.position(), followUp);
        }
    }

    /// Takes out what changed of pauses since the last drain. Where nobody commits the rest.
    public PauseChange drainPauses() {
        return pausing.drain();
    }

    /// Takes out what changed since the last drain.
    Drained drain() {
        long accountsEpoch = accounts.epoch();
        MatterTable.Changes matterChanges = matters.drain();
        Overlay.Changes<EventKey, RejectedKey> rejectedChanges = rejected.drain();
        Overlay.Changes<EventKey, CorrectedKey> correctedChanges = corrected.drain();
        WorkingChange change = new WorkingChange(accounts.drain(), matterChanges.open(), matterChanges.settled(),
                List.copyOf(newlyWaiting.values()), List.copyOf(released.values()), rejectedChanges.put(),
                rejectedChanges.removed(), correctedChanges.put(), pausing.drain());
        storedWaiting.addAll(newlyWaiting.keySet());
        storedWaiting.removeAll(released.keySet());
        newlyWaiting.clear();
        released.clear();
        return new Drained(change, accountsEpoch, matterChanges, rejectedChanges, correctedChanges);
    }

    /// The ledger has those changes now; what it has can be forgotten here.
    void committed(Drained drained) {
        accounts.committed(drained.accountsEpoch());
        matters.committed(drained.matters());
        rejected.committed(drained.rejected());
        corrected.committed(drained.corrected());
    }

    /// Changes on their way into the ledger.
    record Drained(WorkingChange change, long accountsEpoch, MatterTable.Changes matters,
            Overlay.Changes<EventKey, RejectedKey> rejected,
            Overlay.Changes<EventKey, CorrectedKey> corrected) {}
}
