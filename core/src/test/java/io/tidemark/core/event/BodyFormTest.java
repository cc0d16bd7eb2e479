package io.tidemark.core.event;

import static io.tidemark.core.event.BothDecoders.decode;
import static io.tidemark.core.event.BothDecoders.refuse;
import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.INTER_ACCOUNT_TRANSFER;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_VERIFIED;
import static io.tidemark.core.event.RejectionCode.MALFORMED_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The form of a body as a whole: what JSON is to us and what is not. A settlement serves as the subject, as it needs nothing but
/// a time.
class BodyFormTest {
    private static final Event SETTLED = new Event.OutgoingPaymentVerified(1234567890);

    private static Decoded settlementWith(String members) {
        return decode(OUTGOING_PAYMENT_VERIFIED, settlement(members));
    }

    private static RejectionCode refusedWith(String members) {
        return refuse(OUTGOING_PAYMENT_VERIFIED, settlement(members));
    }

    private static String settlement(String members) {
        return "{'EventTimeStamp':1234567890," + members + "}";
    }

    private static byte[] utf8(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whitespace_is_free_where_json_has_it() {
        assertThat(decode(OUTGOING_PAYMENT_VERIFIED, " \t\r\n{ 'EventTimeStamp' \n:\t1234567890 \r} \n"))
                .isEqualTo(SETTLED);
    }

    @Test
    void members_that_no_rule_looks_at_may_hold_anything() {
        assertThat(settlementWith("'a':[{'b':[]},'x',null],'c':{'d':{'a':1}},'e':-1.5e-7,'f':true,'g':false,'h':null,"
                + "'':'','i':'\\u0000\\n\\\"','j':0,'k':-0.0E+1,'l':123456789012345678901234567890"))
                .isEqualTo(SETTLED);
    }

    @Test
    void text_in_any_script_is_welcome() {
        assertThat(settlementWith("'Příjem':'výběr — €, 日本, 😀','\\ud83d\\ude00':'\\ud83d\\ude00'")).isEqualTo(SETTLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[]", "[{'EventTimeStamp':1}]", "null", "true", "1", "'text'", "EventTimeStamp"})
    void a_body_that_is_not_an_object_is_malformed(String body) {
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, body)).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_byte_order_mark_is_malformed() {
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, "\uFEFF{'EventTimeStamp':1}")).isEqualTo(MALFORMED_EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void another_encoding_than_utf_8_is_malformed(String charset) {
        byte[] body = "{\"EventTimeStamp\":1}".getBytes(Charset.forName(charset));
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, body)).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void bytes_that_are_not_utf_8_are_malformed() {
        int[][] sequences = {{0x80}, {0xff}, {0xc3}, {0xc0, 0x80}, {0xc1, 0xbf}, {0xe0, 0x80, 0xaf}, {0xe2, 0x82},
                {0xed, 0xa0, 0x80}, {0xed, 0xbf, 0xbf}, {0xf0, 0x80, 0x80, 0xaf}, {0xf4, 0x90, 0x80, 0x80},
                {0xf5, 0x80, 0x80, 0x80}, {0xe2, 0x28, 0xa1}, {0xe2, 0x82, 0x28}};
        for (int[] sequence : sequences) {
            for (String[] around : new String[][] {{"{'EventTimeStamp':1,'a':'", "'}"},
                    {"{'EventTimeStamp':1,'", "':1}"}}) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                body.writeBytes(utf8(around[0]));
                for (int b : sequence) {
                    body.write(b);
                }
                body.writeBytes(utf8(around[1]));
                assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, body.toByteArray())).isEqualTo(MALFORMED_EVENT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", ",", "}", "\u0000", "0", "//"})
    void trailing_bytes_are_malformed(String trailing) {
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, "{'EventTimeStamp':1}" + trailing)).isEqualTo(MALFORMED_EVENT);
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, "{'EventTimeStamp':1}\n" + trailing)).isEqualTo(MALFORMED_EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/* why */'a':1", "'a':1 // why\n", "'a':1 # why\n"})
    void comments_are_malformed(String members) {
        assertThat(refusedWith(members)).isEqualTo(MALFORMED_EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+1", "01", "-01", "1.", ".5", "-", "1e", "1e+", "0x1",
            "1_0",
            "truely", "True", "nul", "undefined", "''x", "'a", "'\\x'", "'\\u12g4'", "'\\'", "[1,]", "[,1]", "[1 2]",
            "{'b'}", "{'b':1,}", "{b:1}", "{1:1}", "{'b':1 'c':2}", "", "]", "1,", "1,,'b':2", "[1}", "{'b':1]"})
    void values_that_are_not_json_are_malformed(String value) {
        assertThat(refusedWith("'a':" + value)).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void control_characters_in_strings_are_malformed() {
        for (char c = 0; c < ' '; c++) {
            assertThat(refusedWith("'a':'" + c + "'")).isEqualTo(MALFORMED_EVENT);
            assertThat(refusedWith("'" + c + "':1")).isEqualTo(MALFORMED_EVENT);
        }
        assertThat(settlementWith("'a':'\u007f'")).isEqualTo(SETTLED);
    }

    @Test
    void single_quotes_are_malformed() {
        assertThat(
                refuse(OUTGOING_PAYMENT_VERIFIED, "{\"EventTimeStamp\":1,\"a\":'b'}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(MALFORMED_EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'a':1,'a':1", "'EventTimeStamp':1234567890", "'a':{'b':1,'b':2}", "'a':[{'b':1,'c':2,'b':3}]",
                    "'a':1,'\\u0061':2", "'SourceAccount':'1','SourceAccount':'2'", "'':1,'':2"})
    void duplicate_members_at_any_depth_are_malformed(String members) {
        assertThat(refusedWith(members)).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void duplicates_are_found_among_many_members() {
        StringBuilder members = new StringBuilder("'m0':0");
        for (int i = 1; i < 100; i++) {
            members.append(",'m").append(i).append("':").append(i);
            assertThat(settlementWith(members.toString())).isEqualTo(SETTLED);
            assertThat(refusedWith(members + ",'m" + i / 2 + "':1")).isEqualTo(MALFORMED_EVENT);
        }
    }

    @Test
    void the_same_name_in_different_objects_is_no_duplicate() {
        assertThat(settlementWith("'a':{'a':{'a':1}},'b':[{'a':1},{'a':1}]")).isEqualTo(SETTLED);
    }

    @Test
    void nesting_over_64_is_malformed() {
        // The body itself is the first level.
        assertThat(settlementWith("'a':" + "[".repeat(63) + "]".repeat(63))).isEqualTo(SETTLED);
        assertThat(refusedWith("'a':" + "[".repeat(64) + "]".repeat(64))).isEqualTo(MALFORMED_EVENT);
        assertThat(settlementWith("'a':" + "{'a':".repeat(63) + "1" + "}".repeat(63))).isEqualTo(SETTLED);
        assertThat(refusedWith("'a':" + "{'a':".repeat(64) + "1" + "}".repeat(64))).isEqualTo(MALFORMED_EVENT);
        assertThat(refusedWith("'a':" + "[".repeat(60_000))).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_number_literal_over_100_characters_is_malformed() {
        for (String head : new String[] {"", "-", "1.", "-1.5e", "1E-", "-12.34e+"}) {
            String longest = head + "1".repeat(100 - head.length());
            assertThat(settlementWith("'a':" + longest)).isEqualTo(SETTLED);
            assertThat(settlementWith("'a':[" + longest + "]")).isEqualTo(SETTLED);
            assertThat(refusedWith("'a':" + longest + "1")).isEqualTo(MALFORMED_EVENT);
            assertThat(refusedWith("'a':[" + longest + "1]")).isEqualTo(MALFORMED_EVENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a':'\\ud800'", "'a':'\\udc00'", "'a':'x\\ud83dx'", "'a':'\\ude00\\ud83d'", "'\\ud800':1",
            "'a':{'\\udfff':1}", "'a':['\\ud800']", "'a':{'b':[{'c':'\\uDBFF'}]}", "'a':'\\ud83d\\ud83d\\ude00'"})
    void a_lone_surrogate_anywhere_is_malformed(String members) {
        assertThat(refusedWith(members)).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_lone_surrogate_is_malformed_in_counts_too() {
        assertThat(
                refuse(CASH_DEPOSIT, "{'EventTimeStamp':1,'TargetAccount':'1','Amount':'1','Currency':{'\\ud800':1}}"))
                .isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_body_over_64_kib_is_malformed() {
        String head = "{'EventTimeStamp':1234567890,'a':'";
        String longest = head + "x".repeat(64 * 1024 - head.length() - 2) + "'}";
        assertThat(decode(OUTGOING_PAYMENT_VERIFIED, longest)).isEqualTo(SETTLED);
        assertThat(refuse(OUTGOING_PAYMENT_VERIFIED, longest + " ")).isEqualTo(MALFORMED_EVENT);
    }

    @Test
    void a_name_may_be_as_long_as_the_body() {
        assertThat(settlementWith("'" + "n".repeat(60_000) + "':1")).isEqualTo(SETTLED);
    }

    @Test
    void names_that_collide_in_a_hash_table_are_as_good_as_others() {
        // "Aa" and "BB" have one hash code, and so has every sequence of them.
        StringBuilder members = new StringBuilder("'a':0");
        for (int i = 0; i < 2048; i++) {
            members.append(",'");
            for (int bit = 0; bit < 11; bit++) {
                members.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            members.append("':0");
        }
        assertThat(settlementWith(members.toString())).isEqualTo(SETTLED);
    }

    @Test
    void escapes_in_names_and_values_are_read() {
        assertThat(decode(INTER_ACCOUNT_TRANSFER,
                "{'\\u0045ventTimeStamp':1,'SourceAccount':'\\u0031','TargetAccount':'2',"
                        + "'Amount':'\\u0031'}"))
                .isEqualTo(new Event.InterAccountTransfer(1, "1", "2", 100));
    }
}
