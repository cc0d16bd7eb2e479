package io.tidemark.core.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One pass over one ordinary body. Gives up at the first thing that is not ordinary; giving up says nothing about the body.
///
/// Names are compared as bytes. That is exact because no name with an escape is ordinary.
final class BodyScan {
    private static final int TIME = 1;
    private static final int AMOUNT = 1 << 1;
    private static final int REJECTED_AMOUNT = 1 << 2;
    private static final int SOURCE = 1 << 3;
    private static final int TARGET = 1 << 4;
    private static final int CUSTOMER = 1 << 5;
    private static final int CURRENCY = 1 << 6;
    private static final int VERIFIED_CURRENCY = 1 << 7;

    private static final byte[] TIME_NAME = ascii("EventTimeStamp");
    private static final byte[] AMOUNT_NAME = ascii("Amount");
    private static final byte[] REJECTED_AMOUNT_NAME = ascii("RejectedAmount");
    private static final byte[] SOURCE_NAME = ascii("SourceAccount");
    private static final byte[] TARGET_NAME = ascii("TargetAccount");
    private static final byte[] CUSTOMER_NAME = ascii("CustomerNumber");
    private static final byte[] CURRENCY_NAME = ascii("Currency");
    private static final byte[] VERIFIED_CURRENCY_NAME = ascii("VerifiedCurrency");

    private static final int MAX_ACCOUNT_LENGTH = 34;
    private static final int MAX_UNIT_DIGITS = 16;
    private static final int MAX_SECOND_DIGITS = 12;

    private final PlainJson json;
    private final PlainNames otherNames;
    private int seen;
    private long second;
    private long cents;
    private long countedCents;
    private @Nullable String source;
    private @Nullable String target;
    private @Nullable String customer;

    BodyScan(byte[] bytes, int from, int end) {
        json = new PlainJson(bytes, from, end);
        otherNames = new PlainNames(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The event, or null when the body is not ordinary.
    @Nullable
    Event event(EventType type) {
        int required = required(type);
        if (!readObject(required | optional(type)) || (seen & required) != required || !countsAddUp(type)) {
            return null;
        }
        return switch (type) {
            case CASH_DEPOSIT -> target == null ? null : new Event.CashDeposit(second, target, customer, cents);
            case VERIFY_CASH_DEPOSIT -> target == null ? null : new Event.VerifyCashDeposit(second, target, cents);
            case CASH_WITHDRAWAL -> source == null ? null : new Event.CashWithdrawal(second, source, cents);
            case INCOMING_PAYMENT -> target == null ? null : new Event.IncomingPayment(second, target, customer, cents);
            case OUTGOING_PAYMENT_UNVERIFIED ->
                    source == null ? null : new Event.OutgoingPaymentUnverified(second, source, cents);
            case OUTGOING_PAYMENT_VERIFIED -> new Event.OutgoingPaymentVerified(second);
            case OUTGOING_PAYMENT_REJECTED -> new Event.OutgoingPaymentRejected(second, cents);
            case INTER_ACCOUNT_TRANSFER ->
                    source == null || target == null ? null
                            : new Event.InterAccountTransfer(second, source, target, cents);
        };
    }

    private static int required(EventType type) {
        return switch (type) {
            case CASH_DEPOSIT, VERIFY_CASH_DEPOSIT, INCOMING_PAYMENT -> TIME | TARGET | AMOUNT;
            case CASH_WITHDRAWAL, OUTGOING_PAYMENT_UNVERIFIED -> TIME | SOURCE | AMOUNT;
            case OUTGOING_PAYMENT_VERIFIED -> TIME;
            case OUTGOING_PAYMENT_REJECTED -> TIME | REJECTED_AMOUNT;
            case INTER_ACCOUNT_TRANSFER -> TIME | SOURCE | TARGET | AMOUNT;
        };
    }

    private static int optional(EventType type) {
        return switch (type) {
            case CASH_DEPOSIT -> CUSTOMER | CURRENCY;
            case VERIFY_CASH_DEPOSIT -> VERIFIED_CURRENCY;
            case CASH_WITHDRAWAL -> CURRENCY;
            case INCOMING_PAYMENT -> CUSTOMER;
            case OUTGOING_PAYMENT_UNVERIFIED, OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED,
                    INTER_ACCOUNT_TRANSFER -> 0;
        };
    }

    private boolean countsAddUp(EventType type) {
        return (seen & optional(type) & (CURRENCY | VERIFIED_CURRENCY)) == 0 || countedCents == cents;
    }

    /// Reads the whole body.
    ///
    /// @param judged the members that the rules for the event's type look at
    private boolean readObject(int judged) {
        if (!json.take('{')) {
            return false;
        }
        do {
            if (!json.takeString()) {
                return false;
            }
            int member = member(json.from(), json.to());
            if (!isFirst(member) || !json.take(':')) {
                return false;
            }
            boolean ordinary = (member & judged) == 0 ? json.takeScalar() : readJudged(member);
            if (!ordinary) {
                return false;
            }
        } while (json.take(','));
        return json.take('}') && json.atEnd();
    }

    private boolean isFirst(int member) {
        if (member == 0) {
            return otherNames.add(json.from(), json.to());
        }
        boolean first = (seen & member) == 0;
        seen |= member;
        return first;
    }

    /// Which of the members that some rule looks at has that name, or 0.
    private int member(int from, int to) {
        return switch (to - from) {
            case 6 -> isName(from, to, AMOUNT_NAME) ? AMOUNT : 0;
            case 8 -> isName(from, to, CURRENCY_NAME) ? CURRENCY : 0;
            case 13 -> isName(from, to, SOURCE_NAME) ? SOURCE : isName(from, to, TARGET_NAME) ? TARGET : 0;
            case 14 -> isName(from, to, TIME_NAME)
                    ? TIME
                    : isName(from, to, CUSTOMER_NAME) ? CUSTOMER
                            : isName(from, to, REJECTED_AMOUNT_NAME)
                                    ? REJECTED_AMOUNT
                                    : 0;
            case 16 -> isName(from, to, VERIFIED_CURRENCY_NAME) ? VERIFIED_CURRENCY : 0;
            default -> 0;
        };
    }

    private boolean isName(int from, int to, byte[] name) {
        return Arrays.equals(json.bytes(), from, to, name, 0, name.length);
    }

    private boolean readJudged(int member) {
        return switch (member) {
            case TIME -> readTime();
            case AMOUNT, REJECTED_AMOUNT -> readAmount();
            case SOURCE -> (source = readAccount()) != null;
            case TARGET -> (target = readAccount()) != null;
            case CUSTOMER -> readCustomer();
            default -> readCounts();
        };
    }

    private boolean readTime() {
        if (!json.takeWholeNumber(MAX_SECOND_DIGITS)) {
            return false;
        }
        second = json.value();
        boolean hasFraction = json.nextIs('.');
        return (!hasFraction || json.takeFraction()) && second < Event.MAX_EPOCH_SECOND;
    }

    private boolean readAmount() {
        boolean quoted = json.take('"');
        boolean whole = quoted ? json.takeDigits(MAX_UNIT_DIGITS) : json.takeWholeNumber(MAX_UNIT_DIGITS);
        if (!whole) {
            return false;
        }
        cents = json.value() * 100;
        if (json.nextIs('.')) {
            int decimals = json.takeDecimals();
            if (decimals == 0) {
                return false;
            }
            cents += decimals == 1 ? json.value() * 10 : json.value();
        }
        return (!quoted || json.takeQuoteHere()) && cents > 0 && cents <= Event.MAX_AMOUNT_CENTS;
    }

    private @Nullable String readAccount() {
        return json.takeAccount(MAX_ACCOUNT_LENGTH)
                ? new String(json.bytes(), json.from(), json.to() - json.from(), StandardCharsets.ISO_8859_1)
                : null;
    }

    private boolean readCustomer() {
        if (!json.takeScalar()) {
            return false;
        }
        if (json.isStringOrNumber() && json.from() < json.to()) {
            customer = new String(json.bytes(), json.from(), json.to() - json.from(), StandardCharsets.UTF_8);
        }
        return true;
    }

    private boolean readCounts() {
        if (!json.take('{')) {
            return false;
        }
        PlainNames names = new PlainNames(json.bytes());
        do {
            long unitCents = json.takeDenomination();
            if (unitCents < 0 || !names.add(json.from(), json.to()) || !json.take(':') || !json.takeCount()) {
                return false;
            }
            // At most 10^11 by 10^7, on top of at most 10^17.
            countedCents += unitCents * json.value();
            if (countedCents > Event.MAX_AMOUNT_CENTS) {
                return false;
            }
        } while (json.take(','));
        return json.take('}');
    }
}
