package io.tidemark.recovery.verify;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.EntryPlace;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the ledger's ways to its entries and outcomes against the fold: what they lead to was compared already, here it is whether
/// they lead there. Not thread-safe.
final class PlaceComparison {
    /// How many attempts that were judged more than once are looked up.
    private static final int MAX_LOOKUPS = 20_000;

    private final LedgerReader ledger;
    private final AccountMap<FoldedAccount> accounts;
    private final Differences differences;

    PlaceComparison(LedgerReader ledger, AccountMap<FoldedAccount> accounts, Differences differences) {
        this.ledger = ledger;
        this.accounts = accounts;
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
                FoldedAccount expected = expected(numbers[next]);
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

    private FoldedAccount expected(String number) {
        FoldedAccount account = accounts.get(number);
        if (account == null) {
            throw new IllegalStateException("no account " + number);
        }
        return account;
    }

    private void wrong(String account, long sequence, @Nullable EntryPlace found) {
        differences.add(new Difference(Kind.ENTRY, account, null, sequence, null,
                "entries that are found where they took effect",
                found == null ? "they are not" : "entry " + found.sequence() + " at position " + found.decidedAt()));
    }

    /// Compares the judgements that are found for attempts which were judged elsewhere than where they arrived; a sample when there
    /// are very many.
    void compareJudgedLater(PositionSet judgedLater) {
        long step = Math.max(1, judgedLater.size() / MAX_LOOKUPS);
        long number = 0;
        for (long position = judgedLater.next(1); position > 0; position = judgedLater.next(position + 1)) {
            if (number++ % step == 0) {
                lookUp(position);
            }
        }
    }

    private void lookUp(long position) {
        try {
            List<Outcome> outcomes = ledger.outcomes(position);
            if (outcomes.size() < 2 || outcomes.getFirst().decidedAt() != position
                    || outcomes.getLast().decidedAt() == position) {
                differences.add(new Difference(Kind.OUTCOME, null, null, null, position,
                        "a judgement where it arrived and a later one", outcomes.size() + " judgements"));
            }
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            differences.add(new Difference(Kind.UNREADABLE, null, null, null, position, "its judgements",
                    "cannot be read: " + e.getMessage()));
        }
    }
}
