package io.tidemark.app.reading;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.StorageException;
import org.jspecify.annotations.Nullable;

/// How an account stood, recomputed from its entries.
public final class AccountHistory {
    private AccountHistory() {}

    /// How an account stood at a place, or null when it was not open then or never. The chain digest is computed again from all
    /// entries up to the place.
    ///
    /// @throws StorageException of kind `MISSING` when the history that it needs is not filled in yet
    public static @Nullable Account at(LedgerReader ledger, EventLog log, String number, Place place) {
        Account now = ledger.account(number);
        if (now == null || place instanceof Place.Now) {
            return now;
        }
        ChainDigester chain = new ChainDigester();
        Account account = Account.opened(number, now.customer());
        try (Cursor<PlacedEntry> entries = entries(ledger, log, number, place)) {
            for (PlacedEntry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.entry().sequence() != account.sequence() + 1) {
                    throw new StorageException(StorageException.Kind.MISSING,
                            "account " + number + ": its history before sequence " + entry.entry().sequence()
                                    + " is not filled in; run `tidemark plan`");
                }
                Sha256 head = chain.next(account.head(), entry.entry());
                account = account.after(entry.entry(), head);
            }
        }
        return account.sequence() == 0 ? null : account;
    }

    /// The entries of an account up to a place, in order. Empty when the account does not exist.
    public static Cursor<PlacedEntry> entries(LedgerReader ledger, EventLog log, String number, Place place) {
        long lastPosition = place.lastPosition(log);
        Cursor<PlacedEntry> all = ledger.entries(number, 1, place.lastSequence());
        return new Cursor<>() {
            private boolean ended;

            @Override
            public @Nullable PlacedEntry next() {
                PlacedEntry entry = ended ? null : all.next();
                ended = entry == null || entry.decidedAt() > lastPosition;
                return ended ? null : entry;
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }
}
