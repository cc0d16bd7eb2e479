package io.tidemark.app.generate;

import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;

import io.tidemark.core.event.RejectionCode;
import java.util.stream.Stream;

/// Bodies that are no events: of another form than the type asks for, or with an amount that is none.
final class Spoiled {
    private static final byte[] ACCOUNT = ByteText.utf8(",\"TargetAccount\":\"");
    private static final byte[] AMOUNT = ByteText.utf8("\",\"Amount\":");
    private static final byte[] REST = ByteText
            .utf8(",\"SourceInstitution\":\"Nordbank\",\"SourceAccount\":\"DE500105175407324931\"}");
    private static final byte[][] AMOUNTS = texts("\"12.345\"", "\"-20.00\"", "\"1,250.00\"", "\"0.00\"", "19.999",
            "\"12 EUR\"", "1e30", "\"\"");
    /// An object each, of the wrong form: `@` stands for the account.
    private static final byte[][] FORMS = texts("{\"TargetAccount\":\"@\",\"Amount\":\"10.00\"}",
            "{\"EventTimeStamp\":\"yesterday\",\"TargetAccount\":\"@\",\"Amount\":\"10.00\"}",
            "{\"EventTimeStamp\":1704103200,\"TargetAccount\":null,\"Amount\":\"10.00\"}",
            "{\"EventTimeStamp\":1704103200,\"TargetAccount\":\"@\"}",
            "{\"EventTimeStamp\":1704103200,\"TargetAccount\":[\"@\"],\"Amount\":\"10.00\"}",
            "{\"EventTimeStamp\":-5,\"TargetAccount\":\"@\",\"Amount\":\"10.00\"}", "[\"@\",\"10.00\"]", "\"@\"");
    /// What is not JSON at all.
    private static final byte[][] TEXTS = texts("{\"EventTimeStamp\":1704103200,\"TargetAccount\":\"@\",\"Amo",
            "{\"EventTimeStamp\":1704103200,\"TargetAccount\":\"@\",\"Amount\":\"10.00\",\"Amount\":\"11.00\"}",
            "{'EventTimeStamp':1704103200,'TargetAccount':'@','Amount':'10.00'}",
            "<payment account=\"@\" amount=\"10.00\"/>", "TargetAccount;Amount\r\n@;10.00\r\n",
            "{\"EventTimeStamp\":1704103200,\"TargetAccount\":\"@\",\"Amount\":\"10.00\"} trailing");

    private final Stage stage;

    Spoiled(Stage stage) {
        this.stage = stage;
    }

    private static byte[][] texts(String... texts) {
        return Stream.of(texts).map(ByteText::utf8).toArray(byte[][]::new);
    }

    /// A payment of an amount that is none.
    void amount(int account) {
        stage.line.name(INCOMING_PAYMENT, stage.newId(), Source.BATCH_UPLOAD);
        stage.line.beginBody().put(ACCOUNT).putNumber(Population.number(account)).put(AMOUNT)
                .put(AMOUNTS[stage.chance.below(AMOUNTS.length)]).put(REST);
        stage.refused(RejectionCode.INVALID_AMOUNT);
    }

    /// A payment whose body is no payment.
    void form(int account) {
        stage.line.name(INCOMING_PAYMENT, stage.newId(), Source.BATCH_UPLOAD);
        int draw = stage.chance.below(FORMS.length + TEXTS.length);
        if (draw < FORMS.length) {
            fill(FORMS[draw], account);
        } else {
            fill(TEXTS[draw - FORMS.length], account);
            stage.line.markRaw();
        }
        stage.refused(RejectionCode.MALFORMED_EVENT);
    }

    private void fill(byte[] form, int account) {
        ByteText body = stage.line.body();
        for (byte b : form) {
            if (b == '@') {
                body.putNumber(Population.number(account));
            } else {
                body.put((char) b);
            }
        }
    }
}
