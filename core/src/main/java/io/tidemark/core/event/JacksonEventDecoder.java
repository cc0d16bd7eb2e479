package io.tidemark.core.event;

import static io.tidemark.core.event.RejectionCode.CURRENCY_MISMATCH;
import static io.tidemark.core.event.RejectionCode.INVALID_AMOUNT;
import static io.tidemark.core.event.RejectionCode.MALFORMED_EVENT;

import io.tidemark.core.event.BodyMembers.Value;
import org.jspecify.annotations.Nullable;

/// The careful decoder: reads every body by Jackson's streaming parser under strict rules. What it says holds; a faster
/// decoder has to come to the same.
///
/// A body is one JSON object (RFC 8259) of at most [#MAX_BODY_BYTES] in UTF-8 without a byte order mark, with no member twice
/// in any object, no lone surrogate in any string or name, at most 64 levels deep, and with no number literal of more than
/// 100 characters. The lab's own notation is read too: brackets around currency counts in cash events, when the body is not
/// JSON otherwise; and `SourceAccount` twice and no `TargetAccount` in an incoming payment, where the first is the account.
///
/// Stateless and thread-safe.
public final class JacksonEventDecoder implements EventDecoder {
    private static final int MAX_ACCOUNT_LENGTH = 34;
    private static final int MAX_AMOUNT_UNIT_DIGITS = 16;

    /// A decoder.
    public JacksonEventDecoder() {}

    @Override
    public Decoded decode(EventType type, byte[] bytes, int offset, int length) {
        if (length > MAX_BODY_BYTES) {
            return new Rejection(MALFORMED_EVENT, "the body has more than " + MAX_BODY_BYTES + " bytes");
        }
        try {
            return judge(type, read(type, bytes, offset, length));
        } catch (MalformedBodyException e) {
            return new Rejection(MALFORMED_EVENT, e.reason());
        }
    }

    private static BodyMembers read(EventType type, byte[] bytes, int offset, int length)
            throws MalformedBodyException {
        try {
            return BodyReader.read(type, bytes, offset, length);
        } catch (MalformedBodyException e) {
            byte[] json = isCash(type) ? LabNotation.toJson(bytes, offset, length) : null;
            if (json == null) {
                throw e;
            }
            return BodyReader.read(type, json, 0, json.length);
        }
    }

    private static boolean isCash(EventType type) {
        return switch (type) {
            case CASH_DEPOSIT, VERIFY_CASH_DEPOSIT, CASH_WITHDRAWAL -> true;
            case INCOMING_PAYMENT, OUTGOING_PAYMENT_UNVERIFIED, OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED,
                    INTER_ACCOUNT_TRANSFER -> false;
        };
    }

    /// Form first, all of it; then the value of the amount; then the counts.
    private static Decoded judge(EventType type, BodyMembers members) throws MalformedBodyException {
        long second = epochSecond(members.timeStamp);
        return switch (type) {
            case CASH_DEPOSIT -> {
                String account = account("TargetAccount", members.targetAccount);
                yield withAmount(members, cents -> new Event.CashDeposit(second, account, customer(members), cents));
            }
            case VERIFY_CASH_DEPOSIT -> {
                String account = account("TargetAccount", members.targetAccount);
                yield withAmount(members, cents -> new Event.VerifyCashDeposit(second, account, cents));
            }
            case CASH_WITHDRAWAL -> {
                String account = account("SourceAccount", members.sourceAccount);
                yield withAmount(members, cents -> new Event.CashWithdrawal(second, account, cents));
            }
            case INCOMING_PAYMENT -> {
                String account = creditedAccount(members);
                yield withAmount(members,
                        cents -> new Event.IncomingPayment(second, account, customer(members), cents));
            }
            case OUTGOING_PAYMENT_UNVERIFIED -> {
                String account = account("SourceAccount", members.sourceAccount);
                yield withAmount(members, cents -> new Event.OutgoingPaymentUnverified(second, account, cents));
            }
            case OUTGOING_PAYMENT_VERIFIED -> new Event.OutgoingPaymentVerified(second);
            case OUTGOING_PAYMENT_REJECTED -> {
                long cents = cents("RejectedAmount", members.rejectedAmount);
                yield cents < 0
                        ? invalidAmount("RejectedAmount", members.rejectedAmount)
                        : new Event.OutgoingPaymentRejected(second, cents);
            }
            case INTER_ACCOUNT_TRANSFER -> {
                String source = account("SourceAccount", members.sourceAccount);
                String target = account("TargetAccount", members.targetAccount);
                yield withAmount(members, cents -> new Event.InterAccountTransfer(second, source, target, cents));
            }
        };
    }

    /// Makes an event of a known amount.
    private interface EventOfAmount {
        Event of(long cents);
    }

    private static Decoded withAmount(BodyMembers members, EventOfAmount event) throws MalformedBodyException {
        long cents = cents("Amount", members.amount);
        Value counts = members.counts;
        if (counts instanceof Value.MisshapenCounts(String reason)) {
            throw new MalformedBodyException("in the currency counts, " + reason);
        }
        if (counts != null && !(counts instanceof Value.Counts)) {
            throw new MalformedBodyException("the currency counts are not an object");
        }
        if (cents < 0) {
            return invalidAmount("Amount", members.amount);
        }
        if (counts instanceof Value.Counts(long sum) && sum != cents) {
            return new Rejection(CURRENCY_MISMATCH,
                    "the currency counts do not add up to " + Cents.format(cents) + (sum == Long.MAX_VALUE
                            ? ""
                            : " but to " + Cents.format(sum)));
        }
        return event.of(cents);
    }

    private static long epochSecond(@Nullable Value value) throws MalformedBodyException {
        if (!(value instanceof Value.Numeral(String literal))) {
            throw new MalformedBodyException(value == null
                    ? "EventTimeStamp is missing"
                    : "EventTimeStamp is not a number");
        }
        long second = DecimalLiteral.parse(literal).epochSecond();
        if (second < 0) {
            throw new MalformedBodyException("EventTimeStamp is not from 0 to " + Event.MAX_EPOCH_SECOND);
        }
        return second;
    }

    /// The account of an incoming payment: `TargetAccount`, or the first of two `SourceAccount`.
    private static String creditedAccount(BodyMembers members) throws MalformedBodyException {
        if (members.secondSourceAccount == null) {
            return account("TargetAccount", members.targetAccount);
        }
        if (members.targetAccount != null) {
            throw new MalformedBodyException("a second member \"SourceAccount\"");
        }
        return account("SourceAccount", members.sourceAccount);
    }

    private static String account(String name, @Nullable Value value) throws MalformedBodyException {
        if (value == null) {
            throw new MalformedBodyException(name + " is missing");
        }
        if (!(value instanceof Value.Text(String number))) {
            throw new MalformedBodyException(name + " is not a string");
        }
        boolean valid = !number.isEmpty() && number.length() <= MAX_ACCOUNT_LENGTH;
        for (int i = 0; valid && i < number.length(); i++) {
            char c = number.charAt(i);
            valid = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!valid) {
            throw new MalformedBodyException(
                    name + " is not an account number of 1 to " + MAX_ACCOUNT_LENGTH + " letters, digits and hyphens");
        }
        return number;
    }

    private static @Nullable String customer(BodyMembers members) {
        return switch (members.customerNumber) {
            case Value.Text(String text) when !text.isEmpty() -> text;
            case Value.Numeral(String literal) -> literal;
            case null, default -> null;
        };
    }

    /// The amount in cents, or -1 when its value is none.
    private static long cents(String name, @Nullable Value value) throws MalformedBodyException {
        return switch (value) {
            case Value.Text(String text) -> isAmount(text) ? DecimalLiteral.parse(text).amountCents() : -1;
            case Value.Numeral(String literal) -> DecimalLiteral.parse(literal).amountCents();
            case null -> throw new MalformedBodyException(name + " is missing");
            case Value.Counts _,Value.MisshapenCounts _,Value.Other _ ->
                    throw new MalformedBodyException(name + " is neither a string nor a number");
        };
    }

    /// Whether the text is `[0-9]{1,16}(\.[0-9]{1,2})?`.
    private static boolean isAmount(String text) {
        int point = text.indexOf('.');
        int units = point < 0 ? text.length() : point;
        int decimals = text.length() - units - 1;
        if (units < 1 || units > MAX_AMOUNT_UNIT_DIGITS || decimals > 2 || (point >= 0 && decimals < 1)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (i != point && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return false;
            }
        }
        return true;
    }

    private static Rejection invalidAmount(String name, @Nullable Value value) {
        boolean text = value instanceof Value.Text;
        return new Rejection(INVALID_AMOUNT, name + (text
                ? " is not digits with at most two decimals, above 0 and at most 10^15"
                : " is not a whole number of cents above 0 and at most 10^15"));
    }
}
