package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import java.util.Collection;
import java.util.List;

/// What a run of log records changes in the ledger; written as one.
///
/// @param fromPosition the first position of the run: the one after the ledger's
/// @param toPosition   the last position of the run: the ledger's from then on
/// @param rulesVersion the version of the rules in force after the run
/// @param counts       the counts after the run
/// @param outcomes     what was judged and not [staged][LedgerStore#stage] before, in the order in which it took effect;
///                     [Outcome#decidedAt()] never decreases and lies within the run
/// @param working      the changes of the working state
public record LedgerCommit(long fromPosition, long toPosition, int rulesVersion, OutcomeCounts counts,
        List<Outcome> outcomes, WorkingChange working) {

    /// Changes of what the rules look at: new or changed items replace older ones of the same key. An item is either changed
    /// or removed, not both.
    ///
    /// @param accounts        accounts as they are afterwards
    /// @param openMatters     matters that are open afterwards
    /// @param settledMatters  keys of matters that are no longer open
    /// @param waiting         follow-ups that began to wait and still do
    /// @param released        follow-ups that no longer wait
    /// @param rejectedKeys    keys that stand rejected afterwards
    /// @param noLongerRejected keys that no longer stand rejected
    /// @param correctedKeys   keys that were accepted by another attempt than their first
    /// @param pauses          what is paused and held
    public record WorkingChange(Collection<Account> accounts, Collection<OpenMatter> openMatters,
            Collection<EventKey> settledMatters, Collection<LedgerReader.WaitingFollowUp> waiting,
            Collection<LedgerReader.WaitingFollowUp> released, Collection<LedgerReader.RejectedKey> rejectedKeys,
            Collection<EventKey> noLongerRejected, Collection<LedgerReader.CorrectedKey> correctedKeys,
            PauseChange pauses) {
        /// No change.
        public static final WorkingChange NONE = new WorkingChange(List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of());

        /// Changes by which nothing is paused or held, and nothing ceases to be.
        public WorkingChange(Collection<Account> accounts, Collection<OpenMatter> openMatters,
                Collection<EventKey> settledMatters, Collection<LedgerReader.WaitingFollowUp> waiting,
                Collection<LedgerReader.WaitingFollowUp> released, Collection<LedgerReader.RejectedKey> rejectedKeys,
                Collection<EventKey> noLongerRejected, Collection<LedgerReader.CorrectedKey> correctedKeys) {
            this(accounts, openMatters, settledMatters, waiting, released, rejectedKeys, noLongerRejected,
                    correctedKeys,
                    PauseChange.NONE);
        }
    }

    /// Changes of what is paused and held. An item is either changed or removed, not both.
    ///
    /// @param paused  accounts that are paused afterwards
    /// @param resumed accounts that no longer are
    /// @param held    attempts that are held afterwards, or for another account than before
    /// @param letGo   attempts that are no longer held
    public record PauseChange(Collection<LedgerReader.PausedAccount> paused, Collection<String> resumed,
            Collection<LedgerReader.HeldAttempt> held, Collection<LedgerReader.HeldAttempt> letGo) {
        /// No change.
        public static final PauseChange NONE = new PauseChange(List.of(), List.of(), List.of(), List.of());

        /// Whether nothing changes.
        public boolean isEmpty() {
            return paused.isEmpty() && resumed.isEmpty() && held.isEmpty() && letGo.isEmpty();
        }
    }
}
