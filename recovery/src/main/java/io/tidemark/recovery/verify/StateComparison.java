package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.FoldedKeys.Refusal;
import io.tidemark.recovery.verify.FoldedKeys.Waiter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds the state that a ledger has come to against the one that the fold has come to: accounts, open matters, waits, keys, counts.
/// What cannot be read as a run is looked up one by one, so that what is named as unreadable is. Not thread-safe.
final class StateComparison {
    private final LedgerReader ledger;
    private final Refold fold;
    private final AccountTails tails;
    private final TakenOut taken;
    private final Differences differences;
    private final Map<String, FoldedMatter> matters = new HashMap<>();
    private final byte[] head = new byte[Sha256.LENGTH];

    StateComparison(LedgerReader ledger, LogFold folding, Differences differences) {
        this.ledger = ledger;
        fold = folding.fold();
        tails = folding.tails();
        taken = folding.taken();
        this.differences = differences;
    }

    void compare() {
        compareFigures();
        compareAccounts();
        compareMatters();
        compareWaiting();
        compareRejected();
        compareCorrected();
        new PauseComparison(ledger, fold.heldBack(), differences).compare();
    }

    private void compareFigures() {
        LedgerReader.Summary summary = ledger.summary();
        whole("position", fold.position(), summary.position());
        whole("version of the rules", fold.rulesVersion(), summary.rulesVersion());
        whole("attempts", fold.keys().counts(), summary.counts());
    }

    private void whole(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            differences.add(Difference.ofWhole(Kind.COUNTS, what + ": " + expected, what + ": " + found));
        }
    }

    /// Walks over a table and calls back for each item; where the table cannot be read, ends.
    ///
    /// @return why it ended early, or null when it did not
    static <T> @Nullable String walk(Cursor<T> cursor, Consumer<T> visitor) {
        try (cursor) {
            for (T item = cursor.next(); item != null; item = cursor.next()) {
                visitor.accept(item);
            }
            return null;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            return String.valueOf(e.getMessage());
        }
    }

    /// An item that is looked up by itself.
    ///
    /// @return whether it could be read
    private <T> boolean lookUp(Function<EventKey, @Nullable T> lookup, String key, @Nullable String account,
            Consumer<@Nullable T> visitor) {
        try {
            visitor.accept(lookup.apply(EventKey.of(key)));
            return true;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            differences
                    .add(Difference.ofKey(Kind.UNREADABLE, key, account, "to be read", String.valueOf(e.getMessage())));
            return false;
        }
    }

    private void compareAccounts() {
        String[] numbers = fold.accounts().sortedNumbers();
        int[] next = {0};
        String broken = walk(ledger.accounts(), account -> {
            while (next[0] < numbers.length && numbers[next[0]].compareTo(account.number()) < 0) {
                missing(numbers[next[0]++]);
            }
            if (next[0] < numbers.length && numbers[next[0]].equals(account.number())) {
                next[0]++;
            }
            compare(account);
        });
        for (; next[0] < numbers.length; next[0]++) {
            if (broken == null) {
                missing(numbers[next[0]]);
            } else {
                lookUpAccount(numbers[next[0]]);
            }
        }
    }

    private void lookUpAccount(String number) {
        try {
            Account account = ledger.account(number);
            if (account == null) {
                missing(number);
            } else {
                compare(account);
            }
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            differences
                    .add(Difference.ofAccount(Kind.UNREADABLE, number, tails.describe(fold.accounts().require(number)),
                            "cannot be read: " + e.getMessage()));
        }
    }

    private void missing(String number) {
        differences.add(Difference.ofAccount(Kind.ACCOUNT, number, tails.describe(fold.accounts().require(number)),
                "no such account"));
    }

    private void compare(Account account) {
        FoldedAccount expected = fold.accounts().get(account.number());
        if (expected == null) {
            differences.add(Difference.ofAccount(Kind.ACCOUNT, account.number(), "no such account", describe(account)));
            return;
        }
        account.head().copyTo(head, 0);
        EventKey lastKey = account.lastKey();
        boolean same = account.sequence() == expected.sequence && account.actual() == expected.actual
                && account.available() == expected.available && Arrays.equals(head, tails.head(expected))
                && account.lastEpochSecond() == tails.lastSecond(expected)
                && account.customer().equals(expected.customer)
                && lastKey != null && lastKey.text().equals(tails.lastKey(expected));
        if (!same) {
            differences.add(
                    new Difference(Kind.ACCOUNT, account.number(), tails.lastKey(expected), expected.sequence, null,
                            tails.describe(expected), describe(account)));
        }
    }

    private static String describe(Account account) {
        return "sequence " + account.sequence() + ", " + account.actual() + " actual and " + account.available()
                + " available cents, head " + account.head() + ", last " + account.lastKey() + " at "
                + account.lastEpochSecond() + ", customer " + account.customer();
    }

    private void compareMatters() {
        fold.matters().forEach(matter -> matters.put(matter.key, matter));
        Set<String> seen = new HashSet<>();
        Map<String, Long> held = new HashMap<>();
        Consumer<OpenMatter> visitor = matter -> {
            seen.add(matter.key().text());
            if (matter.key().type() == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
                held.merge(matter.account(), matter.left(), Long::sum);
            }
            compare(matter.key().text(), matter);
        };
        String broken = walk(ledger.openMatters(), visitor);
        fold.matters().forEach(expected -> {
            if (!seen.contains(expected.key)) {
                if (broken == null) {
                    compare(expected.key, null);
                } else {
                    lookUp(ledger::openMatter, expected.key, expected.account.number(), found -> {
                        if (found == null) {
                            compare(expected.key, null);
                        } else {
                            visitor.accept(found);
                        }
                    });
                }
            }
        });
        checkHolds(held);
    }

    private void compare(String key, @Nullable OpenMatter found) {
        FoldedMatter expected = matters.get(key);
        boolean same = expected != null && found != null && found.account().equals(expected.account.number())
                && found.amount() == expected.amount && found.left() == expected.left;
        if (!same) {
            String account = expected != null ? expected.account.number() : found == null ? null : found.account();
            differences.add(Difference.ofKey(Kind.OPEN_MATTER, key, account,
                    expected == null
                            ? "nothing open"
                            : expected.left + " of " + expected.amount + " cents open",
                    found == null ? "nothing open" : found.left() + " of " + found.amount() + " cents open"));
        }
    }

    /// Available is actual less what is held, by the ledger's own accounts and open matters.
    private void checkHolds(Map<String, Long> held) {
        fold.accounts().forEach(account -> {
            if (account.available != account.actual - account.held
                    || (account.available < 0 && !taken.isExcluded(account))
                    || account.held != held.getOrDefault(account.number(), 0L)) {
                differences.add(Difference.ofAccount(Kind.INVARIANT, account.number(),
                        "available " + account.available + " is actual " + account.actual + " less " + account.held
                                + " held cents",
                        "open payments hold " + held.getOrDefault(account.number(), 0L) + " cents"));
            }
        });
    }

    private void compareWaiting() {
        Map<String, Waiter> expected = fold.keys().waiting();
        Set<String> seen = new HashSet<>();
        String broken = walk(ledger.waitingFollowUps(), found -> {
            String key = found.key().text();
            seen.add(key);
            Waiter waiter = expected.get(key);
            if (waiter == null || waiter.position() != found.position()
                    || !waiter.original().equals(found.original().text())) {
                differences.add(Difference.ofKey(Kind.WAITING, key, null, describe(waiter), describe(found)));
            }
        });
        expected.forEach((key, waiter) -> {
            if (!seen.contains(key)) {
                differences.add(Difference.ofKey(broken == null ? Kind.WAITING : Kind.UNREADABLE, key, null,
                        describe(waiter), broken == null ? "does not wait" : "cannot be read: " + broken));
            }
        });
    }

    private static String describe(@Nullable Waiter waiter) {
        return waiter == null
                ? "does not wait"
                : "waits for " + waiter.original() + " since position " + waiter.position();
    }

    private static String describe(WaitingFollowUp found) {
        return "waits for " + found.original() + " since position " + found.position();
    }

    private void compareRejected() {
        Map<String, Refusal> expected = fold.keys().rejected();
        Set<String> seen = new HashSet<>();
        Consumer<RejectedKey> visitor = found -> {
            String key = found.key().text();
            seen.add(key);
            Refusal refusal = expected.get(key);
            if (refusal == null || refusal.position() != found.position() || refusal.code() != found.code()) {
                key(key, String.valueOf(refusal), found.toString());
            }
        };
        String broken = walk(ledger.rejectedKeys(), visitor);
        expected.forEach((key, refusal) -> {
            if (!seen.contains(key)) {
                if (broken == null) {
                    key(key, refusal.toString(), "does not stand rejected");
                } else {
                    lookUp(ledger::rejectedKey, key, null, found -> {
                        if (found == null) {
                            key(key, refusal.toString(), "does not stand rejected");
                        } else {
                            visitor.accept(found);
                        }
                    });
                }
            }
        });
    }

    private void compareCorrected() {
        Map<String, Long> expected = fold.keys().corrected();
        Set<String> seen = new HashSet<>();
        Consumer<CorrectedKey> visitor = found -> {
            String key = found.key().text();
            seen.add(key);
            Long position = expected.get(key);
            if (position == null || position != found.position()) {
                key(key, "corrected at " + position, "corrected at " + found.position());
            }
        };
        String broken = walk(ledger.correctedKeys(), visitor);
        expected.forEach((key, position) -> {
            if (!seen.contains(key)) {
                if (broken == null) {
                    key(key, "corrected at " + position, "never corrected");
                } else {
                    lookUp(ledger::correctedPosition, key, null, found -> {
                        if (found == null || !found.equals(position)) {
                            key(key, "corrected at " + position, "corrected at " + found);
                        }
                    });
                }
            }
        });
    }

    private void key(String key, String expected, String found) {
        differences.add(Difference.ofKey(Kind.KEY, key, null, expected, found));
    }
}
