package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Accounts, entries, open matters and index, written one event at a time by many writers that do not know of each other. Every
/// reading is of the last commit, but each on its own: that what was read still holds together is [#commit]'s to see. Safe for use
/// by many threads.
public interface AccountBook {
    /// The account with that number, or null when it was never opened.
    @Nullable
    Account account(String number);

    /// What is known of a key; [KeyRecord#unknown] when nothing is.
    KeyRecord key(EventKey key);

    /// The open matter of that key in that account, or null when there is none (any more).
    @Nullable
    OpenMatter matter(String account, EventKey key);

    /// All that is noted of a key; an empty history when nothing is.
    KeyHistory history(EventKey key);

    /// All keys of which anything is noted, in no order: each as of some moment since the call. Reads as it goes.
    Cursor<KeyHistory> histories();

    /// Notes that an attempt has arrived. Changes neither how its key stands nor the record's revision; an account that is known
    /// already stays. May be called again for the same attempt.
    void arrived(Arrived arrived);

    /// Notes that a copy of an attempt is kept in a bucket. Changes neither how its key stands nor the record's revision. May be
    /// called again.
    void kept(AttemptId attempt, Bucket bucket);

    /// Writes a commit, all of it or nothing, durably; after it the records of all keys that it judges have another revision.
    ///
    /// @return whether it was written. False when an account that was seen has another sequence by now, or a key that is judged, seen
    ///         or awaited another revision: what it was decided on no longer holds, or this very commit was written before and
    ///         only reported as failed. The caller reads again to see which.
    /// @throws StorageException of kind `FAILED` when it is not known whether it was written; the same call may be made again
    boolean commit(BookCommit commit);

    /// The entries of an account from one sequence to another, both included, in order. Empty where there are none.
    List<Entry> entries(String account, long fromSequence, long toSequence);

    /// All accounts, in bytewise order of their numbers: each as of some moment since the call, not all as of one.
    Cursor<Account> accounts();
}
