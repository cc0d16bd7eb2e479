package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A consistent view of one generation of the ledger: everything it shows is as of [Summary#position()]. Safe for use by many
/// threads; cursors are not. Every method may throw a [StorageException].
public interface LedgerReader extends AutoCloseable {
    /// Figures of the whole.
    Summary summary();

    /// The last position that [LedgerStore#fillHistory] has reached: the next run begins after it; 0 before the first.
    long historyFilledTo();

    /// What [LedgerStore#writeNote] wrote down last; empty when nothing was.
    String note();

    /// The account with that number, or null when it was never opened.
    @Nullable
    Account account(String number);

    /// All accounts in bytewise order of their number.
    Cursor<Account> accounts();

    /// The open matter under its original's key, or null when there is none.
    @Nullable
    OpenMatter openMatter(EventKey key);

    /// All open matters in bytewise order of their key.
    Cursor<OpenMatter> openMatters();

    /// How that key stands when it stands rejected, or null when it does not.
    @Nullable
    RejectedKey rejectedKey(EventKey key);

    /// All keys that stand rejected, in bytewise order.
    Cursor<RejectedKey> rejectedKeys();

    /// All follow-ups that wait, in the order in which they arrived.
    Cursor<WaitingFollowUp> waitingFollowUps();

    /// The accounts that are paused, in bytewise order.
    Cursor<PausedAccount> pausedAccounts();

    /// All attempts that are held for paused accounts, in the order in which they arrived.
    Cursor<HeldAttempt> heldAttempts();

    /// The attempt at that position when it is held, or null when it is not.
    @Nullable
    HeldAttempt heldAttempt(long position);

    /// The position of the attempt in force when the key was accepted by another attempt than its first, or 0. A key that is
    /// neither rejected nor waiting and has 0 here was accepted by its first attempt, if that has an outcome.
    long correctedPosition(EventKey key);

    /// All keys that were accepted by another attempt than their first, in bytewise order.
    Cursor<CorrectedKey> correctedKeys();

    /// The entries of an account from one sequence to another, both included, in order. Empty where there are none.
    Cursor<PlacedEntry> entries(String account, long fromSequence, long toSequence);

    /// Where all entries are to be found, in bytewise order of the account and then of the sequence, from that account on: what
    /// [#entries] goes by. For those who check it.
    Cursor<EntryPlace> entryPlaces(String fromAccount);

    /// Every judgement of the attempt at that position, in order; empty when it has none (yet).
    List<Outcome> outcomes(long attemptPosition);

    /// All judgements that took effect from one position to another, both included, in the order in which they took effect.
    Cursor<Outcome> outcomesDecided(long fromPosition, long toPosition);

    /// Lets go of the view.
    @Override
    void close();

    /// Figures of a generation.
    ///
    /// @param position     the last position of the log whose record has taken effect; 0 when none has
    /// @param historyFrom  the first position from which on outcomes and entries are there: 1 when history is complete
    /// @param rulesVersion the version of the rules in force
    /// @param counts       the attempts with an outcome
    record Summary(long position, long historyFrom, int rulesVersion, OutcomeCounts counts) {}

    /// A key that stands rejected.
    ///
    /// @param key      the key
    /// @param position the last attempt that was judged afresh, and rejected
    /// @param code     why it was rejected
    record RejectedKey(EventKey key, long position, RejectionCode code) {}

    /// A key that was accepted by another attempt than its first.
    ///
    /// @param key      the key
    /// @param position the attempt in force
    record CorrectedKey(EventKey key, long position) {}

    /// A follow-up that waits for its original.
    ///
    /// @param key      the follow-up's key
    /// @param original the key that it waits for
    /// @param position the attempt that waits
    record WaitingFollowUp(EventKey key, EventKey original, long position) {}

    /// An account that is paused.
    ///
    /// @param account  the account number; there need be no such account
    /// @param position the control record that paused it
    record PausedAccount(String account, long position) {}

    /// An attempt that has no outcome because of a paused account.
    ///
    /// @param key      its key
    /// @param account  the paused account
    /// @param position the attempt
    record HeldAttempt(EventKey key, String account, long position) {}

    /// An entry with its place in the log.
    ///
    /// @param entry     the entry
    /// @param position  the attempt that it comes from
    /// @param decidedAt the position at which it took effect
    record PlacedEntry(Entry entry, long position, long decidedAt) {}

    /// Where an entry is to be found.
    ///
    /// @param account   the account
    /// @param sequence  the entry's place in it
    /// @param decidedAt the position at which the entry took effect
    record EntryPlace(String account, long sequence, long decidedAt) {}
}
