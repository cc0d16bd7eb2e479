package io.tidemark.core.event;

import static io.tidemark.core.event.BothDecoders.decode;
import static io.tidemark.core.event.BothDecoders.refuse;
import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.CASH_WITHDRAWAL;
import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_UNVERIFIED;
import static io.tidemark.core.event.EventType.VERIFY_CASH_DEPOSIT;
import static io.tidemark.core.event.RejectionCode.CURRENCY_MISMATCH;
import static io.tidemark.core.event.RejectionCode.INVALID_AMOUNT;
import static io.tidemark.core.event.RejectionCode.MALFORMED_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lab's own notation: brackets around currency counts, and `SourceAccount` twice in an incoming payment.
class LabNotationTest {
    private static final String DEPOSIT = """
            {
                "EventTimeStamp": 1234567890,
                "TargetAccount": "1000001",
                "Amount": "123.45",
                "LocationType": "ATM or Teller",
                "Reference": "Some Free Form Text",
                "Verified": false,
                "Currency": [
                    "100-euro-bills": 1,
                    "20-euro-bills": 1,
                    "1-euro-bills": 3,
                    "20-cents": 2,
                    "5-cents": 1
                ]
            }""";

    private static String withdrawal(String members) {
        return "{'EventTimeStamp':1,'SourceAccount':'1','Amount':'1'," + members + "}";
    }

    private static final Event WITHDRAWN = new Event.CashWithdrawal(1, "1", 100);

    @Test
    void a_deposit_is_read() {
        assertThat(decode(CASH_DEPOSIT, DEPOSIT)).isEqualTo(new Event.CashDeposit(1234567890, "1000001", null, 12345));
    }

    @Test
    void a_verification_is_read() {
        assertThat(decode(VERIFY_CASH_DEPOSIT, """
                {
                    "EventTimeStamp": 1234567890,
                    "TargetAccount": "1000001",
                    "Amount": "123.40",
                    "Verified": true,
                    "VerifiedCurrency": [
                        "100-euro-bills": 1,
                        "20-euro-bills": 1,
                        "1-euro-bills": 3,
                        "20-cents": 2
                    ],
                    "VerifiedByEmployeeId": "1234567890",
                    "FinalFinding": "5 cents was from incorrect currency and rejected. The coins were returned."
                }""")).isEqualTo(new Event.VerifyCashDeposit(1234567890, "1000001", 12340));
    }

    @Test
    void a_withdrawal_is_read() {
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'Currency' :\n[ '50-cents' : 2 ]"))).isEqualTo(WITHDRAWN);
    }

    @Test
    void brackets_and_braces_may_stand_in_strings() {
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'a':'[\\\\\\'{','Currency':['1-euro':1],'b':']}\\\\'")))
                .isEqualTo(WITHDRAWN);
    }

    @Test
    void counts_in_brackets_are_judged_as_in_braces() {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'Currency':['1-euro':2]"))).isEqualTo(CURRENCY_MISMATCH);
        assertThat(refuse(CASH_WITHDRAWAL,
                "{'EventTimeStamp':1,'SourceAccount':'1','Amount':'x','Currency':['1-euro':2]}"))
                .isEqualTo(INVALID_AMOUNT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'Currency':['1-euro':1.0]", "'Currency':['1-euro':'1']", "'Currency':['1-euro':1,'1-euro':1]",
                    "'Currency':['1-euro':1,]", "'Currency':['1-euro':1 '2-euro':1]", "'Currency':['1-euro':1",
                    "'Currency':['1-euro':]",
                    "'Currency':['1-euro':[1]]", "'Currency':[['1-euro':1]]", "'Currency':['1-euro':1},'a':[1]",
                    "'Currency':{'1-euro':1]",
                    "'Currency':['1-euro':1],'a':[1,]", "'Currency':['1-euro':1],'a':['b':1]",
                    "'Currency':['1-euro':1],'Currency':null",
                    "'a':{'Currency':['1-euro':1]}", "'a':['1-euro':1]", "'a':['Currency':['1-euro':1]]",
                    "'currency':['1-euro':1]",
                    "'Currency':['\\ud800':1]", "'Currency':['1-euro':1]]", "'Currency':(['1-euro':1]",
                    "'Currency':['1-euro':1]x"})
    void the_strict_rules_hold_for_all_the_rest(String members) {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal(members))).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_list_that_is_json_stays_a_list() {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'Currency':[]"))).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'Currency':[1,2]"))).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'Currency':[],'VerifiedCurrency':['1-euro':1]")))
                .isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void the_counts_that_a_type_is_not_judged_by_may_be_in_brackets_too() {
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'VerifiedCurrency':['1-euro':7],'Currency':['1-euro':1]")))
                .isEqualTo(WITHDRAWN);
    }

    @Test
    void only_cash_events_have_counts_in_brackets() {
        assertThat(refuse(OUTGOING_PAYMENT_UNVERIFIED, withdrawal("'Currency':['1-euro':1]")))
                .isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(INCOMING_PAYMENT,
                "{'EventTimeStamp':1,'TargetAccount':'1','Amount':'1','Currency':['1-euro':1]}"))
                .isEqualTo(MALFORMED_EVENT);
    }

    private static String incoming(String accounts) {
        return "{'EventTimeStamp':1," + accounts + ",'Amount':'1','Reference':'Some Free Form Text'}";
    }

    @Test
    void the_first_of_two_source_accounts_is_the_account_that_an_incoming_payment_credits() {
        Event credited = new Event.IncomingPayment(1, "1000001", null, 100);
        assertThat(decode(INCOMING_PAYMENT, incoming("'SourceAccount':'1000001','SourceInstitution':'Source Bank',"
                + "'SourceAccount':'Source Account Number'"))).isEqualTo(credited);
        assertThat(
                decode(INCOMING_PAYMENT, incoming("'SourceAccount':'1000001','Source\\u0041ccount':{'any':['thing']}")))
                .isEqualTo(credited);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'SourceAccount':'1'", "'SourceAccount':'1','SourceAccount':'2','SourceAccount':'3'",
            "'SourceAccount':'1','SourceAccount':'2','TargetAccount':'3'",
            "'TargetAccount':null,'SourceAccount':'1','SourceAccount':'2'",
            "'SourceAccount':'not an account','SourceAccount':'2'",
            "'SourceAccount':1,'SourceAccount':'2'", "'SourceAccount':null,'SourceAccount':'2'",
            "'SourceAccount':'1','SourceAccount':'\\ud800'", "'SourceAccount':'1','SourceAccount':{'a':1,'a':1}"})
    void an_incoming_payment_that_names_its_account_neither_way_is_malformed(String accounts) {
        assertThat(refuse(INCOMING_PAYMENT, incoming(accounts))).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void two_source_accounts_are_a_duplicate_in_every_other_type() {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'SourceAccount':'2'"))).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(OUTGOING_PAYMENT_UNVERIFIED, withdrawal("'SourceAccount':'2'"))).isEqualTo(MALFORMED_EVENT);
    }
}
