package io.tidemark.core.ledger;

import static io.tidemark.core.event.RejectionCode.ACCOUNT_MISMATCH;
import static io.tidemark.core.event.RejectionCode.ALREADY_SETTLED;
import static io.tidemark.core.event.RejectionCode.AMOUNT_EXCEEDS_DEPOSIT;
import static io.tidemark.core.event.RejectionCode.AMOUNT_EXCEEDS_HOLD;
import static io.tidemark.core.event.RejectionCode.BALANCE_LIMIT;
import static io.tidemark.core.event.RejectionCode.INSUFFICIENT_FUNDS;
import static io.tidemark.core.event.RejectionCode.ORIGINAL_REJECTED;
import static io.tidemark.core.event.RejectionCode.SAME_ACCOUNT;
import static io.tidemark.core.event.RejectionCode.UNKNOWN_ACCOUNT;

import io.tidemark.core.event.Cents;
import io.tidemark.core.event.Event;
import io.tidemark.core.event.Event.CashDeposit;
import io.tidemark.core.event.Event.CashWithdrawal;
import io.tidemark.core.event.Event.IncomingPayment;
import io.tidemark.core.event.Event.InterAccountTransfer;
import io.tidemark.core.event.Event.OutgoingPaymentRejected;
import io.tidemark.core.event.Event.OutgoingPaymentUnverified;
import io.tidemark.core.event.Event.OutgoingPaymentVerified;
import io.tidemark.core.event.Event.VerifyCashDeposit;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Decision.Accepted;
import io.tidemark.core.ledger.Decision.Effect;
import io.tidemark.core.ledger.Decision.MatterChange;
import io.tidemark.core.ledger.Decision.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of the ledger, version 1: what a decoded event does, or why it is refused.
///
/// The checks run in the order of [RejectionCode], beginning with [RejectionCode#SAME_ACCOUNT]; what comes before is the
/// decoder's and, for [RejectionCode#KEY_CONFLICT], the pipeline's. Stateless and thread-safe.
public final class Rules {
    /// The version that receipts and control records name.
    public static final int VERSION = 1;
    /// The highest balance of an account, actual or available: 10^18 cents.
    public static final long MAX_BALANCE_CENTS = 1_000_000_000_000_000_000L;

    private static final MatterChange NO_MATTER = new MatterChange.None();
    private static final String EXCLUDED = " was excluded";
    private static final Decision WAITS = new Decision.Waits();

    private Rules() {}

    /// Decides on one event. Changes nothing.
    ///
    /// @param view  the state before the event
    /// @param key   the event's key; for a follow-up it names the original
    /// @param event the event, of the key's type
    public static Decision decide(LedgerView view, EventKey key, Event event) {
        return switch (event) {
            case CashDeposit deposit -> decideDeposit(view, key, deposit);
            case VerifyCashDeposit verification -> decideVerification(view, key, verification);
            case CashWithdrawal withdrawal -> debit(view, withdrawal.account(), withdrawal.cents());
            case IncomingPayment payment -> credit(accountOrOpened(view, payment.account(), payment.customer()),
                    payment.cents(), NO_MATTER);
            case OutgoingPaymentUnverified payment -> decideHold(view, key, payment);
            case OutgoingPaymentVerified _ -> decidePaid(view, key);
            case OutgoingPaymentRejected rejected -> decideRefusedPayment(view, key, rejected);
            case InterAccountTransfer transfer -> decideTransfer(view, transfer);
        };
    }

    private static Decision decideDeposit(LedgerView view, EventKey key, CashDeposit deposit) {
        Account account = accountOrOpened(view, deposit.account(), deposit.customer());
        OpenMatter matter = new OpenMatter(key, deposit.account(), deposit.cents(), deposit.cents());
        return new Accepted(List.of(new Effect(account, EntryStatus.PENDING, 0, 0)), new MatterChange.Put(matter));
    }

    private static Decision decideVerification(LedgerView view, EventKey key, VerifyCashDeposit verification) {
        EventKey originalKey = originalOf(key);
        return switch (view.original(originalKey)) {
            case Original.Undecided _ -> WAITS;
            case Original.Rejected _ -> refuse(ORIGINAL_REJECTED, "the deposit " + originalKey + " was rejected");
            case Original.Settled settled when !settled.account().equals(verification.account()) -> accountMismatch(
                    originalKey, settled.account(), verification.account());
            case Original.Settled settled -> refuse(ALREADY_SETTLED,
                    "the deposit " + originalKey + (settled.excluded() ? EXCLUDED : " is verified already"));
            case Original.Open open -> decideOpenVerification(view, open.matter(), verification);
        };
    }

    private static Decision decideOpenVerification(LedgerView view, OpenMatter matter, VerifyCashDeposit verification) {
        if (!matter.account().equals(verification.account())) {
            return accountMismatch(matter.key(), matter.account(), verification.account());
        }
        if (verification.cents() > matter.amount()) {
            return refuse(AMOUNT_EXCEEDS_DEPOSIT, Cents.format(verification.cents()) + " verified of "
                    + Cents.format(matter.amount()) + " deposited");
        }
        return credit(existing(view, matter), verification.cents(), new MatterChange.Settle(matter));
    }

    private static Decision decideHold(LedgerView view, EventKey key, OutgoingPaymentUnverified payment) {
        Account account = view.account(payment.account());
        if (account == null) {
            return unknownAccount(payment.account());
        }
        if (account.available() < payment.cents()) {
            return insufficientFunds(account, payment.cents());
        }
        OpenMatter hold = new OpenMatter(key, payment.account(), payment.cents(), payment.cents());
        return new Accepted(List.of(new Effect(account, EntryStatus.PENDING, 0, -payment.cents())),
                new MatterChange.Put(hold));
    }

    private static Decision decidePaid(LedgerView view, EventKey key) {
        EventKey originalKey = originalOf(key);
        return switch (view.original(originalKey)) {
            case Original.Undecided _ -> WAITS;
            case Original.Rejected _ -> refuse(ORIGINAL_REJECTED, "the payment " + originalKey + " was rejected");
            case Original.Settled settled -> refuse(ALREADY_SETTLED,
                    "the payment " + originalKey + (settled.excluded() ? EXCLUDED : " is settled already"));
            case Original.Open open -> new Accepted(
                    List.of(new Effect(existing(view, open.matter()), EntryStatus.VERIFIED, -open.matter().left(), 0)),
                    new MatterChange.Settle(open.matter()));
        };
    }

    private static Decision decideRefusedPayment(LedgerView view, EventKey key, OutgoingPaymentRejected refusal) {
        EventKey originalKey = originalOf(key);
        return switch (view.original(originalKey)) {
            case Original.Undecided _ -> WAITS;
            case Original.Rejected _ -> refuse(ORIGINAL_REJECTED, "the payment " + originalKey + " was rejected");
            case Original.Settled settled -> refuse(ALREADY_SETTLED,
                    "the payment " + originalKey + (settled.excluded() ? EXCLUDED : " is settled already"));
            case Original.Open open -> release(view, open.matter(), refusal.cents());
        };
    }

    private static Decision release(LedgerView view, OpenMatter hold, long cents) {
        if (cents > hold.left()) {
            return refuse(AMOUNT_EXCEEDS_HOLD,
                    Cents.format(cents) + " refused of " + Cents.format(hold.left()) + " held");
        }
        Account account = existing(view, hold);
        if (account.available() > MAX_BALANCE_CENTS - cents) {
            return balanceLimit(account);
        }
        MatterChange change = cents == hold.left()
                ? new MatterChange.Settle(hold)
                : new MatterChange.Put(hold.withLeft(hold.left() - cents));
        return new Accepted(List.of(new Effect(account, EntryStatus.REVERSED, 0, cents)), change);
    }

    private static Decision decideTransfer(LedgerView view, InterAccountTransfer transfer) {
        if (transfer.source().equals(transfer.target())) {
            return refuse(SAME_ACCOUNT, "source and target are both " + transfer.source());
        }
        Account source = view.account(transfer.source());
        if (source == null) {
            return unknownAccount(transfer.source());
        }
        Account target = view.account(transfer.target());
        if (target == null) {
            return unknownAccount(transfer.target());
        }
        long cents = transfer.cents();
        if (source.available() < cents) {
            return insufficientFunds(source, cents);
        }
        if (exceedsLimit(target, cents)) {
            return balanceLimit(target);
        }
        return new Accepted(List.of(new Effect(source, EntryStatus.VERIFIED, -cents, -cents),
                new Effect(target, EntryStatus.VERIFIED, cents, cents)), NO_MATTER);
    }

    private static Decision debit(LedgerView view, String number, long cents) {
        Account account = view.account(number);
        if (account == null) {
            return unknownAccount(number);
        }
        if (account.available() < cents) {
            return insufficientFunds(account, cents);
        }
        return new Accepted(List.of(new Effect(account, EntryStatus.VERIFIED, -cents, -cents)), NO_MATTER);
    }

    private static Decision credit(Account account, long cents, MatterChange matter) {
        if (exceedsLimit(account, cents)) {
            return balanceLimit(account);
        }
        return new Accepted(List.of(new Effect(account, EntryStatus.VERIFIED, cents, cents)), matter);
    }

    private static boolean exceedsLimit(Account account, long cents) {
        // Cents are at least 1, so the difference cannot overflow.
        return account.actual() > MAX_BALANCE_CENTS - cents || account.available() > MAX_BALANCE_CENTS - cents;
    }

    private static Account accountOrOpened(LedgerView view, String number, @Nullable String customer) {
        Account account = view.account(number);
        return account != null ? account : Account.opened(number, customer == null ? number : customer);
    }

    /// The account of an open matter, which exists because the matter's own entry stands on it.
    private static Account existing(LedgerView view, OpenMatter matter) {
        Account account = view.account(matter.account());
        if (account == null) {
            throw new IllegalStateException("the open matter " + matter.key() + " has no account " + matter.account());
        }
        return account;
    }

    private static EventKey originalOf(EventKey followUp) {
        EventKey original = followUp.original();
        if (original == null) {
            throw new IllegalArgumentException("not the key of a follow-up: " + followUp);
        }
        return original;
    }

    private static Decision refuse(RejectionCode code, String reason) {
        return new Refused(new Rejection(code, reason));
    }

    private static Decision accountMismatch(EventKey original, String expected, String found) {
        return refuse(ACCOUNT_MISMATCH,
                "the deposit " + original + " belongs to account " + expected + ", not " + found);
    }

    private static Decision unknownAccount(String number) {
        return refuse(UNKNOWN_ACCOUNT, "account " + number + " does not exist");
    }

    private static Decision insufficientFunds(Account account, long cents) {
        return refuse(INSUFFICIENT_FUNDS, "account " + account.number() + " has " + Cents.format(account.available())
                + " available, " + Cents.format(cents) + " asked for");
    }

    private static Decision balanceLimit(Account account) {
        return refuse(BALANCE_LIMIT, "a balance of account " + account.number() + " would exceed "
                + Cents.format(MAX_BALANCE_CENTS));
    }
}
