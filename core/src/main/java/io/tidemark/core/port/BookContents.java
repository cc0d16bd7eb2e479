package io.tidemark.core.port;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that one generation of tables holds, for those who read all of it. Every reading is of some moment since the call; the
/// parts of one account are of one moment. Safe for use by many threads; cursors are not.
public interface BookContents {
    /// Whether the accounts' table is there.
    boolean hasAccounts();

    /// Whether the index is there.
    boolean hasIndex();

    /// The book over these tables.
    AccountBook book();

    /// What the entries tell of the attempts that made them, in no particular order: for where the index does not.
    List<AttemptFact> factsOfEntries();

    /// All accounts in bytewise order of their numbers, with all that they hold.
    Cursor<Sheet> sheets();

    /// The balances and open matters of all accounts in bytewise order of their numbers, without entries: each account's of one
    /// moment.
    Cursor<Sheet> balances();

    /// One account with what it holds.
    ///
    /// @param number  its number
    /// @param account its state, or null when its balances are not there or do not agree
    /// @param entries its entries in order of sequence; empty where they were not asked for
    /// @param matters its open matters in bytewise order
    record Sheet(String number, @Nullable Account account, List<Entry> entries, List<OpenMatter> matters) {
        /// A sheet with copies of those lists.
        public Sheet {
            entries = List.copyOf(entries);
            matters = List.copyOf(matters);
        }

        /// The last sequence before the first gap: what an account whose tables were copied in the middle of a commit surely has.
        public long watermark() {
            long sequence = 0;
            for (Entry entry : entries) {
                if (entry.sequence() != sequence + 1) {
                    break;
                }
                sequence++;
            }
            return sequence;
        }
    }
}
