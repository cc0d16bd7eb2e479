package io.tidemark.core.ledger;

import io.tidemark.core.event.EventKey;
import org.jspecify.annotations.Nullable;

/// The state that [Rules] decide on, as it is before the event that is judged. Looking changes nothing.
public interface LedgerView {
    /// The account with that number, or null when it was never opened.
    @Nullable
    Account account(String number);

    /// The original under that key, as a follow-up meets it.
    Original original(EventKey key);
}
