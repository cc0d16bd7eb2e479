package io.tidemark.recovery.replay;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.pipeline.Preparer;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LogRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Holds the state of a ledger against one that was folded from the events up to the same position, and tells whom a difference is about.
final class StateAgreement {
    private StateAgreement() {}

    /// What differs.
    ///
    /// @param accounts the accounts that differ, or on which an event is that stands otherwise, in bytewise order
    /// @param others   what differs and is about no account, one clause each
    record Found(Set<String> accounts, List<String> others) {
        boolean isNone() {
            return accounts.isEmpty() && others.isEmpty();
        }
    }

    /// A key that stands otherwise.
    private record Standing(EventKey key, long position, String how) {}

    /// Compares everything that decisions look at.
    ///
    /// @param ledger   the ledger, which does not change meanwhile
    /// @param expected the folded state
    /// @param log      the events, to tell which accounts one is about
    static Found compare(LedgerReader ledger, LedgerWatch expected, EventLog log) {
        Set<String> accounts = new TreeSet<>();
        List<String> others = new ArrayList<>();
        LedgerReader.Summary summary = ledger.summary();
        if (summary.position() != expected.position()) {
            others.add("the ledger is at position " + summary.position() + ", folded was " + expected.position());
            return new Found(accounts, others);
        }
        compareAccounts(ledger, expected, accounts);
        Set<OpenMatter> matters = new HashSet<>(expected.matters().values());
        try (Cursor<OpenMatter> found = ledger.openMatters()) {
            for (OpenMatter matter = found.next(); matter != null; matter = found.next()) {
                if (!matters.remove(matter)) {
                    accounts.add(matter.account());
                }
            }
        }
        matters.forEach(matter -> accounts.add(matter.account()));
        compare(ledger.pausedAccounts(), expected.paused().values(), PausedAccount::account, accounts);
        compare(ledger.heldAttempts(), expected.held().values(), HeldAttempt::account, accounts);
        List<Standing> keys = new ArrayList<>();
        compare(ledger.waitingFollowUps(), expected.waiting().values(),
                each -> new Standing(each.key(), each.position(), "waiting"), keys);
        compare(ledger.rejectedKeys(), expected.rejected().values(),
                each -> new Standing(each.key(), each.position(), "rejected"), keys);
        compare(ledger.correctedKeys(), expected.corrected().values(),
                each -> new Standing(each.key(), each.position(), "corrected"), keys);
        for (Standing key : keys) {
            if (!addAccounts(log, key.key(), key.position(), accounts)) {
                others.add(key.key() + " is not " + key.how() + " in both");
            }
        }
        // Counts differ with what is counted. Alone they say that something differs that was not found.
        if (accounts.isEmpty() && !summary.counts().equals(expected.counts())) {
            others.add("the counts are " + summary.counts() + " instead of " + expected.counts());
        }
        return new Found(accounts, others);
    }

    /// Adds the accounts that an event is about.
    ///
    /// @return whether there are any
    private static boolean addAccounts(EventLog log, EventKey key, long position, Set<String> accounts) {
        if (!(log.record(position) instanceof LogRecord.Attempt attempt)) {
            return false;
        }
        if (new Preparer().prepare(attempt).decoded() instanceof Event event) {
            List<String> named = accounts(event);
            EventKey original = key.original();
            if (named.isEmpty() && original != null) {
                long first = log.firstPosition(original);
                return first > 0 && addAccounts(log, original, first, accounts);
            }
            accounts.addAll(named);
            return !named.isEmpty();
        }
        return false;
    }

    private static List<String> accounts(Event event) {
        return switch (event) {
            case Event.CashDeposit deposit -> List.of(deposit.account());
            case Event.VerifyCashDeposit verification -> List.of(verification.account());
            case Event.CashWithdrawal withdrawal -> List.of(withdrawal.account());
            case Event.IncomingPayment payment -> List.of(payment.account());
            case Event.OutgoingPaymentUnverified payment -> List.of(payment.account());
            case Event.InterAccountTransfer transfer -> List.of(transfer.source(), transfer.target());
            case Event.OutgoingPaymentVerified _,Event.OutgoingPaymentRejected _ -> List.of();
        };
    }

    private static void compareAccounts(LedgerReader ledger, LedgerWatch expected, Set<String> differing) {
        long count = 0;
        try (Cursor<Account> found = ledger.accounts()) {
            for (Account account = found.next(); account != null; account = found.next()) {
                count++;
                if (!account.equals(expected.accountNow(account.number()))) {
                    differing.add(account.number());
                }
            }
        }
        if (count != expected.accountCount() || !differing.isEmpty()) {
            for (String number : expected.sortedNumbers()) {
                if (ledger.account(number) == null) {
                    differing.add(number);
                }
            }
        }
    }

    private static <T, S> void compare(Cursor<T> found, Collection<T> expected, Function<T, S> about,
            Collection<S> differing) {
        Set<T> missing = new HashSet<>(expected);
        try (found) {
            for (T item = found.next(); item != null; item = found.next()) {
                if (!missing.remove(item)) {
                    differing.add(about.apply(item));
                }
            }
        }
        missing.forEach(item -> differing.add(about.apply(item)));
    }
}
