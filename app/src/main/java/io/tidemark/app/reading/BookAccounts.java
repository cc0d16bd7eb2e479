package io.tidemark.app.reading;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How accounts stood, recomputed from their entries, where entries have no positions. A moment is one of the clock by which they were
/// committed.
public final class BookAccounts {
    private final AccountBook book;

    /// Accounts of that book.
    public BookAccounts(AccountBook book) {
        this.book = book;
    }

    /// How an account stood at a place, or null when it was not open then or never. The chain digest is computed again from all entries up
    /// to the place.
    ///
    /// @param place no position
    /// @throws StorageException of kind `DAMAGED` when entries are missing in between
    public @Nullable Account at(String number, Place place) {
        Account now = book.account(number);
        if (now == null || place instanceof Place.Now) {
            return now;
        }
        ChainDigester chain = new ChainDigester();
        Account account = Account.opened(number, now.customer());
        for (Entry entry : entriesUpTo(number, place)) {
            if (entry.sequence() != account.sequence() + 1) {
                throw new StorageException(StorageException.Kind.DAMAGED, "account " + number + ": there is no entry "
                        + (account.sequence() + 1) + "; run `tidemark verify`");
            }
            account = account.after(entry, chain.next(account.head(), entry));
        }
        return account.sequence() == 0 ? null : account;
    }

    /// The entries of an account up to a place, in order; positions are 0.
    ///
    /// @param place no position
    public Cursor<PlacedEntry> entries(String number, Place place) {
        return Cursor.over(
                entriesUpTo(number, place).stream().map(entry -> new PlacedEntry(entry, 0, 0)).iterator());
    }

    private List<Entry> entriesUpTo(String number, Place place) {
        List<Entry> entries = book.entries(number, 1, place.lastSequence());
        return place instanceof Place.AtTime(long moment) ? committedBy(entries, moment) : entries;
    }

    /// An account's entries are committed one after another, so the first that is too late is found by halving.
    private List<Entry> committedBy(List<Entry> entries, long moment) {
        int in = 0;
        int out = entries.size();
        while (in < out) {
            int middle = (in + out) / 2;
            if (committed(entries.get(middle)) <= moment) {
                in = middle + 1;
            } else {
                out = middle;
            }
        }
        return entries.subList(0, in);
    }

    private long committed(Entry entry) {
        return book.history(entry.key()).happened().stream()
                .filter(one -> one.kind() == KeyHistory.Kind.ACCEPTED && entry.account().equals(one.account())
                        && one.sequence() != null && one.sequence() == entry.sequence())
                .mapToLong(KeyHistory.Happened::atMicros).findFirst()
                .orElseThrow(() -> new StorageException(StorageException.Kind.DAMAGED,
                        "the index does not tell when " + entry.key() + " was accepted; run `tidemark verify`"));
    }
}
