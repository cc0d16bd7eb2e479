package io.tidemark.core.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import org.jspecify.annotations.Nullable;

/// The state of one account after its last entry. Immutable and thread-safe: [#after] gives the next state.
///
/// @param number          the account number
/// @param customer        whose account it is
/// @param actual          the actual balance in cents: the sum of all [EntryStatus#VERIFIED] entries
/// @param available       the available balance in cents: actual less what is held; below 0 only where excluded events are missing
/// @param sequence        the sequence of the last entry; 0 before the first
/// @param head            the chain digest after the last entry
/// @param lastKey         the event of the last entry, or null before the first
/// @param lastEpochSecond the own time of that event, in seconds since 1970; 0 before the first
public record Account(String number, String customer, long actual, long available, long sequence, Sha256 head,
        @Nullable EventKey lastKey, long lastEpochSecond) {

    /// An account as it is before its first entry.
    public static Account opened(String number, String customer) {
        return new Account(number, customer, 0, 0, 0, Sha256.ZERO, null, 0);
    }

    /// The state after the next entry. Never refuses: whether the entry is right was decided before.
    ///
    /// @param entry   the entry with the sequence after this state's
    /// @param newHead the chain digest after that entry
    public Account after(Entry entry, Sha256 newHead) {
        return new Account(number, customer, entry.actualAfter(), entry.availableAfter(), entry.sequence(), newHead,
                entry.key(), entry.epochSecond());
    }
}
