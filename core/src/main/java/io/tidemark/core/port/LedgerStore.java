package io.tidemark.core.port;

import io.tidemark.core.ledger.Outcome;
import java.util.List;

/// One generation of the ledger: accounts, entries, open matters, the index of outcomes, and the position they have reached.
///
/// Derived state: a crash may take it back to an earlier commit that is not behind the last [#sync], never to a part of a
/// commit. The reading methods show the last commit, but each on its own; [#view] holds a moment. One thread stages and commits; another
/// may fill history in meanwhile.
public interface LedgerStore extends LedgerReader {
    /// The generation's name.
    String generation();

    /// A view of the last commit that later commits do not change.
    LedgerReader view();

    /// Hands over outcomes of the next [#commit] ahead of it, so that nobody need keep them until then: they come before those that it
    /// brings itself. Nothing shows them before it, and they are gone with a crash, with [#close], and when it fails.
    ///
    /// @param outcomes in the order in which they took effect, after those handed over before
    void stage(List<Outcome> outcomes);

    /// Writes a commit, all of it with what was staged for it, or nothing.
    ///
    /// @throws IllegalArgumentException when the commit does not begin after the ledger's position, or what was staged for it lies
    ///                                  outside of it
    void commit(LedgerCommit commit);

    /// Sets an empty generation to the state of a snapshot: working state, position and counts without outcomes and entries.
    /// History is complete only once [#fillHistory] has reached the snapshot's position. May be called once for each part of a
    /// large state, with the same summary figures.
    ///
    /// @param position     the snapshot's position
    /// @param rulesVersion the version of the rules in force there
    /// @param counts       the counts at the snapshot
    /// @param part         a part of the working state
    void restore(long position, int rulesVersion, OutcomeCounts counts, LedgerCommit.WorkingChange part);

    /// The same as [#stage] for the next [#fillHistory].
    ///
    /// @param outcomes in the order in which they took effect, after those handed over before
    void stageHistory(List<Outcome> outcomes);

    /// Writes outcomes from before the base, those that were staged for it and then the given ones, atomically; the working state is not
    /// touched. Runs follow each other without gaps from position 1 on. Commits go on beside it.
    ///
    /// @param fromPosition the first position of the run
    /// @param toPosition   the last position of the run
    /// @param outcomes     in the order in which they took effect
    /// @param complete     whether this run reaches the base: [LedgerReader.Summary#historyFrom()] is 1 afterwards
    void fillHistory(long fromPosition, long toPosition, List<Outcome> outcomes, boolean complete);

    /// Writes a note into the generation, in the place of the one before: what it is being made for, in the words of whoever makes it. A
    /// crash may take it back to an earlier one, but never further than the commits that were made after it.
    void writeNote(String text);

    /// Forces all commits so far to disk.
    void sync();
}
