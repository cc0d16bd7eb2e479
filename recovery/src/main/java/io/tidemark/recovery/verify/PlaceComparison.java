package io.tidemark.recovery.verify;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.EntryPlace;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the ledger's ways to its entries and outcomes against the fold: what they lead to was compared already, here it is whether
/// they lead there. Not thread-safe.
final class PlaceComparison {
    /// How many attempts that were judged more than once are looked up.
    private static final int MAX_LOOKUPS = 20_000;
    /// How many accounts and attempts are looked up beside.
    private static final int MAX_SAMPLES = 1_000;

    private final LedgerReader ledger;
    private final FoldedAccounts accounts;
    private final AccountTails tails;
    private final Differences differences;

    PlaceComparison(LedgerReader ledger, LogFold folding, Differences differences) {
        this.ledger = ledger;
        accounts = folding.fold().accounts();
        tails = folding.tails();
        this.differences = differences;
    }

    /// Compares where the entries of all accounts are said to be.
    void compareEntries() {
        String[] numbers = accounts.sortedNumbers();
        int next = 0;
        while (next < numbers.length) {
            next = compareFrom(numbers, next);
        }
    }

    /// Compares account by account until the ledger cannot be read.
    ///
    /// @return the index of the account to go on with
    private int compareFrom(String[] numbers, int from) {
        int next = from;
        try (Cursor<EntryPlace> cursor = ledger.entryPlaces(numbers[from])) {
            EntryPlace place = cursor.next();
            while (next < numbers.length) {
                FoldedAccount expected = accounts.require(numbers[next]);
                long trace = 0;
                long sequence = 0;
                while (place != null && place.account().compareTo(numbers[next]) <= 0) {
                    if (!place.account().equals(numbers[next]) || place.sequence() != ++sequence) {
                        wrong(place.account(), place.sequence(), place);
                    }
                    trace = FoldedAccount.trace(trace, place.decidedAt());
                    place = cursor.next();
                }
                if (sequence != expected.sequence || trace != expected.trace) {
                    wrong(numbers[next], expected.sequence, null);
                }
                next++;
            }
            for (; place != null; place = cursor.next()) {
                wrong(place.account(), place.sequence(), place);
            }
            return next;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            if (next < numbers.length) {
                differences.add(Difference.ofAccount(Kind.UNREADABLE, numbers[next], "where its entries are",
                        "cannot be read: " + e.getMessage()));
            }
            return next + 1;
        }
    }

    private void wrong(String account, long sequence, @Nullable EntryPlace found) {
        differences.add(new Difference(Kind.ENTRY, account, null, sequence, null,
                "entries that are found where they took effect",
                found == null ? "they are not" : "entry " + found.sequence() + " at position " + found.decidedAt()));
    }

    /// Looks accounts, their last entries and the last judgements up one by one: what a walk shows need not be what is found. A sample when
    /// there are very many.
    ///
    /// @param position the ledger's position
    void compareLookUps(long position) {
        String[] numbers = accounts.sortedNumbers();
        int step = Math.max(1, numbers.length / MAX_SAMPLES);
        for (int i = 0; i < numbers.length; i += step) {
            String number = numbers[i];
            FoldedAccount expected = accounts.require(number);
            guarded(number, null, () -> {
                Account account = ledger.account(number);
                if (account == null || account.sequence() != expected.sequence) {
                    wrong(number, expected.sequence, null);
                }
                try (Cursor<PlacedEntry> last = ledger.entries(number, expected.sequence, Long.MAX_VALUE)) {
                    PlacedEntry entry = last.next();
                    if (entry == null || !entry.entry().key().text().equals(tails.lastKey(expected))
                            || last.next() != null) {
                        wrong(number, expected.sequence, null);
                    }
                }
            });
        }
        for (long at = position; at > Math.max(0, position - MAX_SAMPLES); at--) {
            long attempt = at;
            guarded(null, at, () -> {
                for (Outcome outcome : ledger.outcomes(attempt)) {
                    if (outcome.position() != attempt) {
                        differences.add(new Difference(Kind.OUTCOME, null, outcome.key().text(), null, attempt,
                                "judgements of that attempt", "one of position " + outcome.position()));
                    }
                }
            });
        }
    }

    /// Does something that may meet a part that cannot be read.
    private void guarded(@Nullable String account, @Nullable Long position, Runnable reading) {
        try {
            reading.run();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            differences.add(new Difference(Kind.UNREADABLE, account, null, null, position, "to be found",
                    "cannot be read: " + e.getMessage()));
        }
    }

    /// Compares the judgements that are found for attempts which were judged elsewhere than where they arrived; a sample when there
    /// are very many.
    ///
    /// @param held the attempts among them that were held: they have none where they arrived
    void compareJudgedLater(PositionSet judgedLater, PositionSet held) {
        long step = Math.max(1, judgedLater.size() / MAX_LOOKUPS);
        long number = 0;
        for (long position = judgedLater.next(1); position > 0; position = judgedLater.next(position + 1)) {
            if (number++ % step == 0) {
                lookUp(position, held.contains(position));
            }
        }
    }

    private void lookUp(long position, boolean held) {
        guarded(null, position, () -> {
            List<Outcome> outcomes = ledger.outcomes(position);
            if (outcomes.size() < (held ? 1 : 2) || (outcomes.getFirst().decidedAt() == position) == held
                    || outcomes.getLast().decidedAt() == position) {
                differences.add(new Difference(Kind.OUTCOME, null, null, null, position,
                        held ? "a judgement after it was held" : "a judgement where it arrived and a later one",
                        outcomes.size() + " judgements"));
            }
        });
    }
}
