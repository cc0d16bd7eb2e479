package io.tidemark.core.event;

import static io.tidemark.core.event.BothDecoders.decode;
import static io.tidemark.core.event.BothDecoders.refuse;
import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.CASH_WITHDRAWAL;
import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_REJECTED;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_UNVERIFIED;
import static io.tidemark.core.event.EventType.VERIFY_CASH_DEPOSIT;
import static io.tidemark.core.event.RejectionCode.CURRENCY_MISMATCH;
import static io.tidemark.core.event.RejectionCode.INVALID_AMOUNT;
import static io.tidemark.core.event.RejectionCode.MALFORMED_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Amounts, the counts of notes and coins that have to meet them, and which of several faults is the one that is named.
class AmountTest {
    private static String withdrawal(String amount) {
        return "{'EventTimeStamp':1,'SourceAccount':'1','Amount':" + amount + "}";
    }

    private static String withdrawal(String amount, String currency) {
        return "{'EventTimeStamp':1,'SourceAccount':'1','Amount':" + amount + ",'Currency':" + currency + "}";
    }

    private static Event withdrawn(long cents) {
        return new Event.CashWithdrawal(1, "1", cents);
    }

    @Test
    void amounts_are_held_as_whole_cents() {
        String[][] amounts = {{"'123.45'", "12345"}, {"'1'", "100"}, {"'1.5'", "150"}, {"'0.01'", "1"},
                {"'0000000000000001'", "100"}, {"'00.1'", "10"}, {"'1000000000000000'", "100000000000000000"},
                {"'999999999999999.99'", "99999999999999999"}, {"123.45", "12345"}, {"0.01", "1"}, {"1e2", "10000"},
                {"1.000", "100"}, {"1e-2", "1"}, {"100e-4", "1"}, {"0.1E-1", "1"}, {"12.3456e2", "123456"},
                {"1e15", "100000000000000000"}, {"1000000000000000", "100000000000000000"},
                {"1.00000000000000000000000000000000000000000000", "100"}, {"1e+0000000000000000002", "10000"},
                {"0.000000000000000000000001e24", "100"}, {"100000000000000000000000000000000000000e-36", "10000"}};
        for (String[] amount : amounts) {
            assertThat(decode(CASH_WITHDRAWAL, withdrawal(amount[0]))).as(amount[0])
                    .isEqualTo(withdrawn(Long.parseLong(amount[1])));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'0'", "'0.00'", "'-1'", "'+1'", "'1.'", "'.5'", "'1.234'", "'1,00'", "'1e2'", "' 1'",
            "'1 '",
            "'1.2.3'", "'12345678901234567'", "'00000000000000001'", "'1000000000000000.01'", "'9999999999999999'",
            "'NaN'",
            "'١'", "'1_000'", "'0x10'", "'1\\u0000'", "'one'"})
    void an_amount_string_outside_the_pattern_or_the_range_is_invalid(String amount) {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal(amount))).isEqualTo(INVALID_AMOUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "0.0", "0e5", "-1", "-0.01", "0.001", "1.005", "1e-3", "1e16",
            "1000000000000000.01",
            "1000000000000001", "9999999999999999", "10000000000000000", "1e999999999", "-1e999999999", "1e-999999999",
            "1e99999999999999999999999999999999999", "99999999999999999999999999999999"})
    void an_amount_number_that_is_not_a_whole_number_of_cents_in_range_is_invalid(String amount) {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal(amount))).isEqualTo(INVALID_AMOUNT);
    }

    @Test
    void a_refused_payment_has_its_rejected_amount_judged() {
        assertThat(refuse(OUTGOING_PAYMENT_REJECTED, "{'EventTimeStamp':1,'RejectedAmount':'0','Amount':'1'}"))
                .isEqualTo(INVALID_AMOUNT);
    }

    @Test
    void counts_that_add_up_are_accepted_by_every_name_of_a_denomination() {
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'1111.11'", "{'1000-euro':1,'100-euros':1,'10-euro-bill':1,"
                + "'0-euro-bills':99,'1-euro-coin':1,'0-euro-coins':0,'1-cent':1,'2-cents':2,'3-cent-bill':1,"
                + "'1-cent-bills':1,'1-cent-coin':1,'1-cent-coins':1}"))).isEqualTo(withdrawn(111111));
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'40'", "{'20-euro-bill':1,'20-euro-bills':1,'020-euro':0}")))
                .isEqualTo(withdrawn(4000));
    }

    @Test
    void counts_that_do_not_add_up_are_a_mismatch() {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'40'", "{'20-euro-bill':1}"))).isEqualTo(CURRENCY_MISMATCH);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'40'", "{}"))).isEqualTo(CURRENCY_MISMATCH);
        assertThat(refuse(CASH_DEPOSIT,
                "{'EventTimeStamp':1,'TargetAccount':'1','Amount':'1','Currency':{'1-cent':99}}"))
                .isEqualTo(CURRENCY_MISMATCH);
        assertThat(refuse(VERIFY_CASH_DEPOSIT,
                "{'EventTimeStamp':1,'TargetAccount':'1','Amount':'1','VerifiedCurrency':{'1-cent':101}}"))
                .isEqualTo(CURRENCY_MISMATCH);
    }

    @Test
    void counts_beyond_any_amount_are_a_mismatch_and_never_overflow() {
        for (String counts : new String[] {"{'999999999-euro':999999999}",
                "{'1-cent':99999999999999999999999999999999}",
                "{'1-cent':18446744073709551716}",
                "{'9-cent':999999999999999999,'9-cents':999999999999999999,'1-cent':446744073709551734}",
                "{'1-euro':184467440737095517}"}) {
            assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'1'", counts))).isEqualTo(CURRENCY_MISMATCH);
        }
        assertThat(decode(CASH_WITHDRAWAL,
                withdrawal("'1'", "{'0-euro':99999999999999999999999999999999,'1-euro':1}"))).isEqualTo(withdrawn(100));
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'1000000000000000'", "{'1-euro':1000000000000000}")))
                .isEqualTo(withdrawn(Event.MAX_AMOUNT_CENTS));
    }

    @Test
    void currency_null_is_absent() {
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'1'", "null"))).isEqualTo(withdrawn(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "['1-euro']", "'1-euro'", "1", "true", "{'1-euro':'1'}", "{'1-euro':null}",
            "{'1-euro':1.0}",
            "{'1-euro':1e0}", "{'1-euro':-1}", "{'1-euro':-0}", "{'1-euro':[1]}", "{'1-euro':{'1-euro':1}}",
            "{'1-euro':true}",
            "{'1000000000-euro':1}", "{'0000000001-euro':1}", "{'-euro':1}", "{'euro':1}", "{'1':1}", "{'1-':1}",
            "{'':1}",
            "{'1-dollar':1}", "{'1-Euro':1}", "{'1-euro-note':1}", "{'1-euro-billss':1}", "{'1-euros-bills':1}",
            "{'1-euro ':1}",
            "{' 1-euro':1}", "{'1.5-euro':1}", "{'-1-euro':1}", "{'1-euro-':1}", "{'１-euro':1}", "{'1-euro':1,'':0}"})
    void counts_of_another_shape_are_malformed(String counts) {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'1'", counts))).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_denomination_of_nine_digits_is_the_longest() {
        assertThat(decode(CASH_WITHDRAWAL, withdrawal("'9999999.99'", "{'999999999-cents':1}")))
                .isEqualTo(withdrawn(999999999));
    }

    @Test
    void a_denomination_twice_is_malformed() {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'2'", "{'1-euro':1,'1-euro':1}"))).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void counts_in_events_that_have_none_are_not_judged() {
        assertThat(decode(INCOMING_PAYMENT, "{'EventTimeStamp':1,'TargetAccount':'1','Amount':'1','Currency':['x']}"))
                .isEqualTo(new Event.IncomingPayment(1, "1", null, 100));
        assertThat(decode(OUTGOING_PAYMENT_UNVERIFIED,
                "{'EventTimeStamp':1,'SourceAccount':'1','Amount':'1','Currency':{'1-euro':7}}"))
                .isEqualTo(new Event.OutgoingPaymentUnverified(1, "1", 100));
        assertThat(decode(CASH_WITHDRAWAL,
                "{'EventTimeStamp':1,'SourceAccount':'1','Amount':'1','VerifiedCurrency':{'1-euro':7}}"))
                .isEqualTo(withdrawn(100));
        assertThat(decode(VERIFY_CASH_DEPOSIT,
                "{'EventTimeStamp':1,'TargetAccount':'1','Amount':'1','Currency':{'1-euro':7}}"))
                .isEqualTo(new Event.VerifyCashDeposit(1, "1", 100));
    }

    @Test
    void form_comes_before_the_amount_and_the_amount_before_the_counts() {
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'x'", "{'1-euro':-1}"))).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'x'", "[]"))).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(CASH_WITHDRAWAL, "{'EventTimeStamp':1,'Amount':'x'}")).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'x'") + "x")).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("'0'", "{'1-euro':1}"))).isEqualTo(INVALID_AMOUNT);
        assertThat(refuse(CASH_WITHDRAWAL, withdrawal("1.001", "{}"))).isEqualTo(INVALID_AMOUNT);
    }
}
