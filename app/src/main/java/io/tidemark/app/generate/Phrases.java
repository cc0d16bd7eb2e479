package io.tidemark.app.generate;

import java.util.stream.Stream;

/// What people and institutions write into events, as the content of JSON strings. Mostly plain; some of it is not ASCII
/// or escaped, as in life.
final class Phrases {
    static final byte[][] DEPOSIT_REFERENCES = texts("Own savings", "Cash takings", "Club fees", "Cash deposit",
            "Einzahlung für März", "Coins from the jar");
    static final byte[][] WITHDRAWAL_REFERENCES = texts("Cash", "ATM withdrawal", "Travel money", "Counter withdrawal");
    static final byte[][] INCOMING_REFERENCES = texts("Invoice ", "Refund ", "Order ", "Rent share ", "Contract ",
            "Überweisung Nr. ", "Claim \\u0023", "Credit note ");
    static final byte[][] OUTGOING_REFERENCES = texts("Invoice ", "Rent ", "Electricity ", "Insurance ", "Order ",
            "Subscription ", "Miete Wohnung ", "Membership ", "\\\"Net 30\\\" invoice ");
    static final byte[][] TRANSFER_REFERENCES = texts("Savings", "Household", "Dinner", "Thanks!", "Pocket money",
            "Anteil Geschäft", "Loan back");
    static final byte[][] INSTITUTIONS = texts("Nordbank", "Sparkasse Altstadt", "Credit Union West", "First Harbour",
            "Banque du Lac", "Caja del Sol", "Volksbank Süd", "Meridian Trust");
    static final byte[][] EMPLOYERS = texts("City Hospital", "Altstadt Schools", "Werft GmbH", "Harbour Logistics",
            "Kaufhaus Lind", "Blue Tram Company");
    static final byte[][] REFUSALS = texts("Incorrect account number (account not found)", "Account closed",
            "Name does not match", "Refused by the receiver");
    static final byte[][] FINDINGS = texts("ok", "counted twice, ok", "as declared");
    static final byte[][] SHORT_FINDINGS = texts("one piece was not genuine and kept", "one piece missing");
    static final byte[][] UNKNOWN_TYPES = texts("card_payment_", "loan_payout_", "cash_deposits_", "standing_order_");

    private Phrases() {}

    private static byte[][] texts(String... texts) {
        return Stream.of(texts).map(ByteText::utf8).toArray(byte[][]::new);
    }
}
