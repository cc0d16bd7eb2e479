package io.tidemark.core.event;

import static io.tidemark.core.event.BothDecoders.decode;
import static io.tidemark.core.event.BothDecoders.refuse;
import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.CASH_WITHDRAWAL;
import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;
import static io.tidemark.core.event.EventType.INTER_ACCOUNT_TRANSFER;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_REJECTED;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_UNVERIFIED;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_VERIFIED;
import static io.tidemark.core.event.EventType.VERIFY_CASH_DEPOSIT;
import static io.tidemark.core.event.RejectionCode.MALFORMED_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each type requires, and what its required members may be.
class RequiredMembersTest {
    private static final String LONGEST_ACCOUNT = "AZaz09-" + "1".repeat(27);

    private static Map<String, String> required(EventType type) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("EventTimeStamp", "1234567890");
        switch (type) {
            case CASH_DEPOSIT, VERIFY_CASH_DEPOSIT, INCOMING_PAYMENT -> members.put("TargetAccount", "'T-1'");
            case CASH_WITHDRAWAL, OUTGOING_PAYMENT_UNVERIFIED -> members.put("SourceAccount", "'S-1'");
            case INTER_ACCOUNT_TRANSFER -> {
                members.put("SourceAccount", "'S-1'");
                members.put("TargetAccount", "'T-1'");
            }
            case OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> {
                // They name no account.
            }
        }
        if (type == OUTGOING_PAYMENT_REJECTED) {
            members.put("RejectedAmount", "'123.45'");
        } else if (type != OUTGOING_PAYMENT_VERIFIED) {
            members.put("Amount", "'123.45'");
        }
        return members;
    }

    private static String body(Map<String, String> members) {
        return members.entrySet().stream().map(member -> "'" + member.getKey() + "':" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String bodyWith(EventType type, String name, String value) {
        Map<String, String> members = required(type);
        members.put(name, value);
        return body(members);
    }

    @Test
    void each_type_is_read_from_what_it_requires() {
        long time = 1234567890;
        assertThat(decode(CASH_DEPOSIT, body(required(CASH_DEPOSIT))))
                .isEqualTo(new Event.CashDeposit(time, "T-1", null, 12345));
        assertThat(decode(VERIFY_CASH_DEPOSIT, body(required(VERIFY_CASH_DEPOSIT))))
                .isEqualTo(new Event.VerifyCashDeposit(time, "T-1", 12345));
        assertThat(decode(CASH_WITHDRAWAL, body(required(CASH_WITHDRAWAL))))
                .isEqualTo(new Event.CashWithdrawal(time, "S-1", 12345));
        assertThat(decode(INCOMING_PAYMENT, body(required(INCOMING_PAYMENT))))
                .isEqualTo(new Event.IncomingPayment(time, "T-1", null, 12345));
        assertThat(decode(OUTGOING_PAYMENT_UNVERIFIED, body(required(OUTGOING_PAYMENT_UNVERIFIED))))
                .isEqualTo(new Event.OutgoingPaymentUnverified(time, "S-1", 12345));
        assertThat(decode(OUTGOING_PAYMENT_VERIFIED, body(required(OUTGOING_PAYMENT_VERIFIED))))
                .isEqualTo(new Event.OutgoingPaymentVerified(time));
        assertThat(decode(OUTGOING_PAYMENT_REJECTED, body(required(OUTGOING_PAYMENT_REJECTED))))
                .isEqualTo(new Event.OutgoingPaymentRejected(time, 12345));
        assertThat(decode(INTER_ACCOUNT_TRANSFER, body(required(INTER_ACCOUNT_TRANSFER))))
                .isEqualTo(new Event.InterAccountTransfer(time, "S-1", "T-1", 12345));
    }

    @ParameterizedTest
    @EnumSource
    void a_required_member_that_is_absent_null_or_of_another_json_type_is_malformed(EventType type) {
        for (String name : required(type).keySet()) {
            Map<String, String> members = required(type);
            members.remove(name);
            assertThat(refuse(type, body(members))).isEqualTo(MALFORMED_EVENT);
            for (String value : new String[] {"null", "true", "false", "[]", "{}", "['1']", "{'a':1}"}) {
                assertThat(refuse(type, bodyWith(type, name, value))).isEqualTo(MALFORMED_EVENT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_account_is_a_string_of_1_to_34_ascii_letters_digits_and_hyphens(EventType type) {
        for (String name : required(type).keySet()) {
            if (!name.endsWith("Account")) {
                continue;
            }
            assertThat(decode(type, bodyWith(type, name, "'" + LONGEST_ACCOUNT + "'"))).isInstanceOf(Event.class);
            assertThat(decode(type, bodyWith(type, name, "'-'"))).isInstanceOf(Event.class);
            for (String value : new String[] {"''", "'" + LONGEST_ACCOUNT + "1'", "'1 2'", "' 1'", "'1_2'", "'1.2'",
                    "'ä'",
                    "'١'", "'1\\n'", "'\\u0000'", "'1|2'", "12345", "1.5"}) {
                assertThat(refuse(type, bodyWith(type, name, value))).isEqualTo(MALFORMED_EVENT);
            }
        }
    }

    @Test
    void remote_accounts_are_free_text_or_anything_else() {
        for (String value : new String[] {"'Straße 1, 10115 Berlin / no. 7'", "''", "null", "17", "{'iban':'x'}",
                "'\\n'"}) {
            assertThat(decode(INCOMING_PAYMENT, bodyWith(INCOMING_PAYMENT, "SourceAccount", value)))
                    .isInstanceOf(Event.class);
            assertThat(
                    decode(OUTGOING_PAYMENT_UNVERIFIED, bodyWith(OUTGOING_PAYMENT_UNVERIFIED, "TargetAccount", value)))
                    .isInstanceOf(Event.class);
        }
    }

    @Test
    void members_that_another_type_requires_are_not_judged() {
        assertThat(decode(OUTGOING_PAYMENT_VERIFIED,
                "{'EventTimeStamp':1,'Amount':[],'RejectedAmount':'x','SourceAccount':'?','TargetAccount':null}"))
                .isEqualTo(new Event.OutgoingPaymentVerified(1));
        assertThat(decode(OUTGOING_PAYMENT_REJECTED, "{'EventTimeStamp':1,'Amount':'x','RejectedAmount':'1'}"))
                .isEqualTo(new Event.OutgoingPaymentRejected(1, 100));
        assertThat(decode(CASH_DEPOSIT, bodyWith(CASH_DEPOSIT, "RejectedAmount", "{}"))).isInstanceOf(Event.class);
    }

    private static Decoded at(String literal) {
        return decode(OUTGOING_PAYMENT_VERIFIED, "{'EventTimeStamp':" + literal + "}");
    }

    @Test
    void a_time_is_seconds_since_1970_without_their_fraction() {
        String[][] times = {{"0", "0"}, {"-0", "0"}, {"0.0", "0"}, {"0e5", "0"}, {"0e999999999", "0"}, {"1", "1"},
                {"1.0", "1"}, {"1.999999", "1"},
                {"0.5", "0"}, {"1e-50", "0"}, {"1e-999999999999", "0"}, {"12e1", "120"}, {"1.25E1", "12"},
                {"1234567890.123456789", "1234567890"}, {"253402300799", "253402300799"},
                {"253402300799.000", "253402300799"}, {"253402300798.999", "253402300798"},
                {"2534023007990e-1", "253402300799"}, {"2.53402300799E11", "253402300799"}};
        for (String[] time : times) {
            assertThat(at(time[0])).as(time[0]).isEqualTo(new Event.OutgoingPaymentVerified(Long.parseLong(time[1])));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"253402300800", "253402300799.5", "253402300799.0000000000000001", "2534023007995e-1", "-1",
            "-0.0001", "-1e-999999999", "1e12", "1e999999999", "1e99999999999999999999", "9223372036854775808",
            "99999999999999999999999999", "'1234567890'", "null", "true"})
    void a_time_that_is_no_number_from_0_to_253402300799_is_malformed(String literal) {
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, "{'EventTimeStamp':" + literal + "}")).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void the_customer_number_is_optional_where_an_account_can_be_opened() {
        String[][] customers = {{"'C 1, ä'", "C 1, ä"}, {"'0017'", "0017"}, {"17", "17"}, {"17.50", "17.50"},
                {"1e3", "1e3"}, {"-0", "-0"}, {"'\\u0041'", "A"}};
        for (String[] customer : customers) {
            assertThat(decode(CASH_DEPOSIT, bodyWith(CASH_DEPOSIT, "CustomerNumber", customer[0])))
                    .isEqualTo(new Event.CashDeposit(1234567890, "T-1", customer[1], 12345));
            assertThat(decode(INCOMING_PAYMENT, bodyWith(INCOMING_PAYMENT, "CustomerNumber", customer[0])))
                    .isEqualTo(new Event.IncomingPayment(1234567890, "T-1", customer[1], 12345));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "null", "true", "[]", "['C']", "{'C':1}"})
    void a_customer_number_that_is_no_text_and_no_number_is_absent(String value) {
        assertThat(decode(CASH_DEPOSIT, bodyWith(CASH_DEPOSIT, "CustomerNumber", value)))
                .isEqualTo(new Event.CashDeposit(1234567890, "T-1", null, 12345));
        assertThat(decode(INCOMING_PAYMENT, bodyWith(INCOMING_PAYMENT, "CustomerNumber", value)))
                .isEqualTo(new Event.IncomingPayment(1234567890, "T-1", null, 12345));
    }
}
