package io.tidemark.app.generate;

/// Writes the bodies of events into the line that is being written. What is drawn here is only how things are put: the
/// accounts and amounts are the caller's. Not thread-safe.
final class Bodies {
    private static final byte[] TARGET_ACCOUNT = ByteText.utf8(",\"TargetAccount\":\"");
    private static final byte[] SOURCE_ACCOUNT = ByteText.utf8(",\"SourceAccount\":\"");
    private static final byte[] CUSTOMER = ByteText.utf8("\",\"CustomerNumber\":\"C");
    private static final byte[] AMOUNT = ByteText.utf8("\",\"Amount\":\"");
    private static final byte[] AMOUNT_AS_NUMBER = ByteText.utf8("\",\"Amount\":");
    private static final byte[] LOCATION_ATM = ByteText.utf8(",\"LocationType\":\"ATM\"");
    private static final byte[] LOCATION_TELLER = ByteText.utf8(",\"LocationType\":\"Teller\"");
    private static final byte[] REFERENCE = ByteText.utf8(",\"Reference\":\"");
    private static final byte[] NOT_VERIFIED = ByteText.utf8("\",\"Verified\":false");
    private static final byte[] VERIFIED = ByteText.utf8(",\"Verified\":true");
    private static final byte[] CURRENCY = ByteText.utf8(",\"Currency\":");
    private static final byte[] VERIFIED_CURRENCY = ByteText.utf8(",\"VerifiedCurrency\":");
    private static final byte[] EMPLOYEE = ByteText.utf8(",\"VerifiedByEmployeeId\":\"");
    private static final byte[] FINDING = ByteText.utf8("\",\"FinalFinding\":\"");
    private static final byte[] SOURCE_INSTITUTION = ByteText.utf8(",\"SourceInstitution\":\"");
    private static final byte[] TARGET_INSTITUTION = ByteText.utf8(",\"TargetInstitution\":\"");
    private static final byte[] REMOTE_SOURCE = ByteText.utf8("\",\"SourceAccount\":\"DE");
    private static final byte[] REMOTE_TARGET = ByteText.utf8("\",\"TargetAccount\":\"DE");
    private static final byte[] LOCAL_TARGET = ByteText.utf8("\",\"TargetAccount\":\"");
    private static final byte[] SALARY = ByteText.utf8("Salary ");
    private static final byte[] CLEARING = ByteText.utf8(",\"ClearingReference\":\"");
    private static final byte[] REASON = ByteText.utf8(",\"Reason\":\"");
    private static final byte[] REJECTED_AMOUNT = ByteText.utf8("\",\"RejectedAmount\":\"");
    private static final byte[] END = ByteText.utf8("}");
    private static final int AMOUNT_AS_NUMBER_PER_MILLE = 60;

    private final Stage stage;
    private final Chance chance;

    Bodies(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance;
    }

    /// Cash handed in: the stage's cash, or, when `counted` is not set, an amount that nobody has counted out.
    void deposit(long account, boolean opens, long cents, boolean counted) {
        ByteText body = stage.line.beginBody().put(TARGET_ACCOUNT).putNumber(account);
        if (opens) {
            body.put(CUSTOMER).putNumber(account % 100_000_007);
        }
        body.put(AMOUNT).putCents(cents).put('"');
        location(body);
        body.put(REFERENCE).put(pick(Phrases.DEPOSIT_REFERENCES)).put(NOT_VERIFIED);
        if (counted) {
            stage.cash.writeTo(body.put(CURRENCY), false);
        }
        body.put(END);
    }

    /// The lab's own notation, which is not JSON: counts in brackets, and a line to each member.
    void depositInLabNotation(long account, long cents) {
        ByteText body = stage.line.beginBody().put(TARGET_ACCOUNT).putNumber(account).put(AMOUNT).putCents(cents)
                .put('"').put(LOCATION_TELLER).put(REFERENCE).put(pick(Phrases.DEPOSIT_REFERENCES)).put(NOT_VERIFIED);
        stage.cash.writeTo(body.put(CURRENCY), true);
        body.put('\n').put(END);
        stage.line.markRaw();
    }

    /// The count of a deposit: the stage's cash, or an amount without counts.
    void verification(long account, long cents, boolean counted, boolean isShort) {
        ByteText body = stage.line.beginBody().put(TARGET_ACCOUNT).putNumber(account).put(AMOUNT).putCents(cents)
                .put('"').put(VERIFIED);
        if (counted) {
            stage.cash.writeTo(body.put(VERIFIED_CURRENCY), false);
        }
        body.put(EMPLOYEE).putPadded(chance.below(400), 6).put(FINDING)
                .put(pick(isShort ? Phrases.SHORT_FINDINGS : Phrases.FINDINGS)).put('"').put(END);
    }

    /// Cash paid out; counted out in notes when `counted` is set.
    void withdrawal(long account, long cents, boolean counted) {
        ByteText body = stage.line.beginBody().put(SOURCE_ACCOUNT).putNumber(account);
        amount(body, cents);
        location(body);
        body.put(REFERENCE).put(pick(Phrases.WITHDRAWAL_REFERENCES)).put('"');
        if (counted) {
            stage.cash.paidOut(cents);
            stage.cash.writeTo(body.put(CURRENCY), false);
        }
        body.put(END);
    }

    /// A payment from elsewhere.
    void incoming(long account, boolean opens, long cents, boolean salary) {
        ByteText body = stage.line.beginBody().put(TARGET_ACCOUNT).putNumber(account);
        if (opens) {
            body.put(CUSTOMER).putNumber(account % 100_000_007);
        }
        amount(body, cents);
        body.put(SOURCE_INSTITUTION).put(pick(Phrases.INSTITUTIONS)).put(REMOTE_SOURCE)
                .putPadded(Chance.mix(account) >>> 1, 18).put('"').put(REFERENCE);
        if (salary) {
            body.put(SALARY).put(Phrases.EMPLOYERS[(int) (account % Phrases.EMPLOYERS.length)]);
        } else {
            body.put(pick(Phrases.INCOMING_REFERENCES)).putNumber(chance.below(1_000_000));
        }
        body.put('"').put(END);
    }

    /// A payment to elsewhere.
    void outgoing(long account, long cents) {
        ByteText body = stage.line.beginBody().put(SOURCE_ACCOUNT).putNumber(account);
        amount(body, cents);
        body.put(TARGET_INSTITUTION).put(pick(Phrases.INSTITUTIONS)).put(REMOTE_TARGET)
                .putPadded(chance.next() >>> 1, 18).put('"').put(REFERENCE).put(pick(Phrases.OUTGOING_REFERENCES))
                .putNumber(chance.below(1_000_000)).put('"').put(END);
    }

    /// The other side took a payment.
    void acceptance() {
        stage.line.beginBody().put(CLEARING).putHex(chance.next()).put('"').put(END);
    }

    /// The other side refused a payment, or a part of it.
    void refusal(long cents) {
        stage.line.beginBody().put(REASON).put(pick(Phrases.REFUSALS)).put(REJECTED_AMOUNT).putCents(cents).put('"')
                .put(END);
    }

    /// Money moved between two accounts.
    void transfer(long from, long to, long cents) {
        ByteText body = stage.line.beginBody().put(SOURCE_ACCOUNT).putNumber(from).put(LOCAL_TARGET).putNumber(to);
        amount(body, cents);
        body.put(REFERENCE).put(pick(Phrases.TRANSFER_REFERENCES)).put('"').put(END);
    }

    /// Ends the text of an account number and writes the amount, as a string or, now and then, as a number.
    private void amount(ByteText body, long cents) {
        if (chance.perMille(AMOUNT_AS_NUMBER_PER_MILLE)) {
            body.put(AMOUNT_AS_NUMBER).putCents(cents);
        } else {
            body.put(AMOUNT).putCents(cents).put('"');
        }
    }

    private void location(ByteText body) {
        body.put(stage.line.source() == Source.ATM ? LOCATION_ATM : LOCATION_TELLER);
    }

    private byte[] pick(byte[][] phrases) {
        return phrases[chance.below(phrases.length)];
    }
}
