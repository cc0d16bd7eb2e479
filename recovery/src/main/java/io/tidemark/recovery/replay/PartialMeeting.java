package io.tidemark.recovery.replay;

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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Holds a state that was folded without lost events against a snapshot at the same position: every account that the loss does not reach must
/// be met, with its open matters. Of the others it says which are not. Keys, waits and pauses are not compared: what stands rejected or waits in the
/// snapshot may be held here.
final class PartialMeeting implements SnapshotVisitor {
    private final String id;
    private final LedgerWatch state;
    private final Hindsight hindsight;
    private final Set<String> reached;
    private final Differences differences;
    private final Set<String> met = new HashSet<>();
    private final Set<String> unmet = new TreeSet<>();

    private PartialMeeting(String id, LedgerWatch state, Hindsight hindsight, Set<String> reached,
            Differences differences) {
        this.id = id;
        this.state = state;
        this.hindsight = hindsight;
        this.reached = reached;
        this.differences = differences;
    }

    /// Compares them.
    ///
    /// @param reached the accounts that are paused by loss
    /// @return those of them that are not what the snapshot says
    static Set<String> compare(Snapshots snapshots, SnapshotManifest snapshot, LedgerWatch state, Hindsight hindsight,
            Set<String> reached, Differences differences) {
        PartialMeeting meeting = new PartialMeeting(snapshot.id(), state, hindsight, reached, differences);
        snapshots.read(snapshot, meeting);
        for (String number : state.sortedNumbers()) {
            if (!meeting.met.contains(number) && !reached.contains(number)) {
                differences.add(Difference.ofAccount(Kind.SNAPSHOT, number, snapshot.id() + ": no such account",
                        "folded from the events: " + state.accountNow(number)));
            }
        }
        return meeting.unmet;
    }

    @Override
    public void account(Account account) {
        met.add(account.number());
        Account folded = state.accountNow(account.number());
        if (SnapshotMeeting.isSeen(account, folded, hindsight)) {
            return;
        }
        if (reached.contains(account.number())) {
            unmet.add(account.number());
        } else {
            differences.add(Difference.ofAccount(Kind.SNAPSHOT, account.number(), id + ": " + account,
                    "folded from the events: " + folded));
        }
    }

    @Override
    public void openMatter(OpenMatter matter) {
        OpenMatter folded = hindsight.seen(matter.key(), state.matters().get(matter.key()));
        if (Objects.equals(matter, folded)) {
            return;
        }
        if (reached.contains(matter.account())) {
            unmet.add(matter.account());
        } else {
            differences.add(Difference.ofKey(Kind.SNAPSHOT, matter.key().text(), matter.account(), id + ": " + matter,
                    "folded from the events: " + folded));
        }
    }

    @Override
    public void waiting(WaitingFollowUp followUp) {
        // Its original may be lost, and nobody knows which accounts that is about.
    }

    @Override
    public void rejectedKey(RejectedKey key) {
        // What is lost may be among its attempts.
    }

    @Override
    public void correctedKey(CorrectedKey key) {
        // What is lost may be among its attempts.
    }

    @Override
    public void paused(PausedAccount account) {
        // More accounts are paused here, by loss.
    }

    @Override
    public void held(HeldAttempt attempt) {
        // More is held here, and perhaps for other accounts.
    }
}
