package io.tidemark.recovery.verify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one JSON object that a parser stands before, checks its form, and takes out what the rules need. Not thread-safe.
final class MemberReader {
    static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_ACCOUNT_LENGTH = 34;

    /// What became of a member.
    private enum Found {
        ABSENT, FINE, WRONG_VALUE, WRONG_FORM
    }

    /// Each type has members of its own.
    private final EnumMap<EventType, UsualNames> names = new EnumMap<>(EventType.class);
    private final UsualNames denominations = new UsualNames();
    private final Denomination worths = new Denomination();
    private EventType type = EventType.CASH_DEPOSIT;
    private boolean escaped;
    private Found time = Found.ABSENT;
    private Found amount = Found.ABSENT;
    private Found counts = Found.ABSENT;
    private @Nullable String source;
    private @Nullable String target;
    private @Nullable String customer;
    private boolean hasTarget;
    private boolean secondSource;
    private long second;
    private long cents;
    private long countedCents;

    /// The form of what was read is wrong.
    static final class FormException extends Exception {
        private static final long serialVersionUID = 1L;

        FormException(String message) {
            super(message, null, false, false);
        }
    }

    MemberReader() {
        for (EventType each : EventType.values()) {
            names.put(each, new UsualNames());
        }
    }

    /// Reads the next value, which must be an object, to its end.
    ///
    /// @param escaped whether any string may hold an escape
    /// @throws FormException when it is not of the right form
    /// @throws IOException   when the parser does not take it
    ReadBody read(JsonParser json, EventType wanted, boolean escaped) throws IOException, FormException {
        begin(wanted, escaped);
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new FormException("not an object");
        }
        UsualNames usual = Objects.requireNonNull(names.get(wanted));
        usual.begin();
        for (String name = usual.next(json); name != null; name = usual.next(json)) {
            checkText(name);
            JsonToken value = json.nextToken();
            if (usual.isAgain()) {
                readAgain(json, name, value);
            } else {
                readMember(json, name, value);
            }
        }
        return judge();
    }

    private void begin(EventType wanted, boolean mayBeEscaped) {
        type = wanted;
        escaped = mayBeEscaped;
        time = Found.ABSENT;
        amount = Found.ABSENT;
        counts = Found.ABSENT;
        source = null;
        target = null;
        customer = null;
        hasTarget = false;
        secondSource = false;
    }

    /// A name that was there before: only an incoming payment may name `SourceAccount` twice.
    private void readAgain(JsonParser json, String name, JsonToken value) throws IOException, FormException {
        if (type != EventType.INCOMING_PAYMENT || !name.equals("SourceAccount") || secondSource) {
            throw new FormException("a member twice");
        }
        secondSource = true;
        pass(json, value);
    }

    private void readMember(JsonParser json, String name, JsonToken value) throws IOException, FormException {
        switch (name) {
            case "EventTimeStamp" -> readTime(json, value);
            case "Amount" -> {
                if (type == EventType.OUTGOING_PAYMENT_REJECTED || type == EventType.OUTGOING_PAYMENT_VERIFIED) {
                    pass(json, value);
                } else {
                    readAmount(json, value);
                }
            }
            case "RejectedAmount" -> {
                if (type == EventType.OUTGOING_PAYMENT_REJECTED) {
                    readAmount(json, value);
                } else {
                    pass(json, value);
                }
            }
            case "SourceAccount" -> source = readText(json, value);
            case "TargetAccount" -> {
                hasTarget = true;
                if (type == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
                    pass(json, value);
                } else {
                    target = readText(json, value);
                }
            }
            case "CustomerNumber" -> {
                if (type == EventType.CASH_DEPOSIT || type == EventType.INCOMING_PAYMENT) {
                    readCustomer(json, value);
                } else {
                    pass(json, value);
                }
            }
            case "Currency" -> {
                if (type == EventType.CASH_DEPOSIT || type == EventType.CASH_WITHDRAWAL) {
                    readCounts(json, value);
                } else {
                    pass(json, value);
                }
            }
            case "VerifiedCurrency" -> {
                if (type == EventType.VERIFY_CASH_DEPOSIT) {
                    readCounts(json, value);
                } else {
                    pass(json, value);
                }
            }
            default -> pass(json, value);
        }
    }

    private void readTime(JsonParser json, JsonToken value) throws IOException, FormException {
        pass(json, value);
        if (value != JsonToken.VALUE_NUMBER_INT && value != JsonToken.VALUE_NUMBER_FLOAT) {
            time = Found.WRONG_FORM;
            return;
        }
        second = ExactNumber.isShort(json.getTextLength()) && value == JsonToken.VALUE_NUMBER_INT
                ? ExactNumber.second(json.getLongValue())
                : ExactNumber.second(json.getText());
        time = second < 0 ? Found.WRONG_FORM : Found.FINE;
    }

    private void readAmount(JsonParser json, JsonToken value) throws IOException, FormException {
        pass(json, value);
        switch (value) {
            case VALUE_STRING -> cents = AmountText.cents(json.getTextCharacters(), json.getTextOffset(),
                    json.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> cents = ExactNumber.cents(json.getText());
            default -> {
                amount = Found.WRONG_FORM;
                return;
            }
        }
        amount = cents < 0 ? Found.WRONG_VALUE : Found.FINE;
    }

    /// A string, or null when the value is none.
    private @Nullable String readText(JsonParser json, JsonToken value) throws IOException, FormException {
        pass(json, value);
        return value == JsonToken.VALUE_STRING ? json.getText() : null;
    }

    private void readCustomer(JsonParser json, JsonToken value) throws IOException, FormException {
        pass(json, value);
        switch (value) {
            case VALUE_STRING -> {
                String text = json.getText();
                customer = text.isEmpty() ? null : text;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> customer = json.getText();
            default -> customer = null;
        }
    }

    private void readCounts(JsonParser json, JsonToken value) throws IOException, FormException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            pass(json, value);
            counts = Found.WRONG_FORM;
            return;
        }
        counts = Found.FINE;
        countedCents = 0;
        denominations.begin();
        for (String name = denominations.next(json); name != null; name = denominations.next(json)) {
            checkText(name);
            if (denominations.isAgain()) {
                throw new FormException("a member twice");
            }
            JsonToken count = json.nextToken();
            pass(json, count);
            long pieces = count == JsonToken.VALUE_NUMBER_INT ? Denomination.pieces(json) : -1;
            long worth = worths.cents(name);
            if (pieces < 0 || worth < 0) {
                counts = Found.WRONG_FORM;
            } else {
                countedCents = Denomination.plus(countedCents, Denomination.times(worth, pieces));
            }
        }
    }

    /// Goes to the end of the value at hand and checks everything in it. The parser bounds the depth.
    private void pass(JsonParser json, JsonToken value) throws IOException, FormException {
        switch (value) {
            case START_OBJECT -> {
                NameSet members = new NameSet();
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    checkText(name);
                    if (!members.add(name)) {
                        throw new FormException("a member twice");
                    }
                    pass(json, json.nextToken());
                }
            }
            case START_ARRAY -> {
                for (JsonToken element = json.nextToken(); element != JsonToken.END_ARRAY; element = json.nextToken()) {
                    pass(json, element);
                }
            }
            case VALUE_STRING -> {
                if (escaped) {
                    checkText(json.getText());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (json.getTextLength() > MAX_NUMBER_LENGTH) {
                    throw new FormException("a number too long");
                }
            }
            default -> {
                // true, false and null have no form to check.
            }
        }
    }

    private void checkText(String text) throws FormException {
        if (!escaped) {
            return;
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw new FormException("a lone surrogate");
            }
        }
    }

    private ReadBody judge() throws FormException {
        String account = switch (type) {
            case CASH_DEPOSIT, VERIFY_CASH_DEPOSIT -> number(target);
            case CASH_WITHDRAWAL, OUTGOING_PAYMENT_UNVERIFIED, INTER_ACCOUNT_TRANSFER -> number(source);
            case INCOMING_PAYMENT -> {
                if (secondSource && hasTarget) {
                    throw new FormException("a member twice");
                }
                yield number(secondSource ? source : target);
            }
            case OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> null;
        };
        String other = switch (type) {
            case INTER_ACCOUNT_TRANSFER -> number(target);
            case CASH_DEPOSIT, INCOMING_PAYMENT -> customer;
            case VERIFY_CASH_DEPOSIT, CASH_WITHDRAWAL, OUTGOING_PAYMENT_UNVERIFIED, OUTGOING_PAYMENT_VERIFIED,
                    OUTGOING_PAYMENT_REJECTED -> null;
        };
        boolean hasAmount = type != EventType.OUTGOING_PAYMENT_VERIFIED;
        if (time != Found.FINE || counts == Found.WRONG_FORM
                || (hasAmount && (amount == Found.ABSENT || amount == Found.WRONG_FORM))) {
            throw new FormException("a required member is missing or of the wrong form");
        }
        if (hasAmount && amount == Found.WRONG_VALUE) {
            return ReadBody.refused(type, RejectionCode.INVALID_AMOUNT);
        }
        if (counts == Found.FINE && countedCents != cents) {
            return ReadBody.refused(type, RejectionCode.CURRENCY_MISMATCH);
        }
        return new ReadBody(type, null, second, account, other, hasAmount ? cents : 0);
    }

    private static String number(@Nullable String text) throws FormException {
        if (text == null || text.isEmpty() || text.length() > MAX_ACCOUNT_LENGTH) {
            throw new FormException("no account number");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-') {
                throw new FormException("no account number");
            }
        }
        return text;
    }
}
