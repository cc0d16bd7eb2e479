package io.tidemark.core.bundle;

import static io.tidemark.core.bundle.BothParsers.bodyOf;
import static io.tidemark.core.bundle.BothParsers.parse;
import static io.tidemark.core.bundle.BothParsers.put;
import static io.tidemark.core.bundle.BothParsers.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines that put something, and lines that are refused.
class InputLineParserTest {
    private static final String KEY = "'key':'cash_deposit_1.event'";

    private static boolean isOrdinary(String line) {
        byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return InputLineParser.scan(bytes, 0, bytes.length) != null;
    }

    @Test
    void a_line_puts_the_exact_bytes_of_its_body_under_its_key() {
        String body = "{ 'b' : [1, 2.50,\t{'ä':'\\u00e4'}] ,'b':1e5}";
        for (String line : new String[] {"{" + KEY + ",'body':" + body + "}",
                " {\t" + KEY + " , 'body' :  " + body + " } \r",
                "{'body':" + body + "," + KEY + "}", "{'x':[{}],'body':" + body + "," + KEY + "}"}) {
            assertThat(bodyOf(line)).isEqualTo(body.replace('\'', '"'));
            assertThat(put(line).key()).isEqualTo(EventKey.of("cash_deposit_1.event"));
            assertThat(put(line).source()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "true", "false", "0", "-1.5e+7", "''", "'text'", "{'a':1,'a':2}",
            "'\\ud800'",
            "{'\\udc00':'\\\\\\\"'}", "[[[[]],{}],{'a':{}}]", "1234567890123456789012345678901234567890e-1234567890"})
    void any_json_is_a_body_and_is_not_judged_here(String body) {
        assertThat(bodyOf("{" + KEY + ",'body':" + body + "}")).isEqualTo(body.replace('\'', '"'));
        assertThat(bodyOf("{" + KEY + ",'body': " + body + " ,'x':1}")).isEqualTo(body.replace('\'', '"'));
        assertThat(isOrdinary("{" + KEY + ",'body':" + body + "}")).isTrue();
    }

    @Test
    void a_body_may_be_nested_deeper_and_hold_longer_parts_than_an_event_may() {
        for (String body : new String[] {"[".repeat(100_000) + "]".repeat(100_000),
                "{'a':".repeat(5_000) + "1" + "}".repeat(5_000),
                "1".repeat(100_000), "{'" + "n".repeat(100_000) + "':'" + "v".repeat(100_000) + "'}"}) {
            assertThat(bodyOf("{" + KEY + ",'body':" + body + "}")).isEqualTo(body.replace('\'', '"'));
        }
    }

    @Test
    void raw_text_puts_its_utf_8() {
        assertThat(bodyOf("{" + KEY + ",'raw':'not \\u00e4 JSON: \\'[\\n\\ud83d\\ude00 €'}"))
                .isEqualTo("not ä JSON: \"[\n😀 €");
        assertThat(bodyOf("{" + KEY + ",'raw':''}")).isEmpty();
        assertThat(bodyOf("{'raw':'\\u0000'," + KEY + "}")).isEqualTo("\0");
    }

    @Test
    void the_source_says_which_channel_sent_it() {
        String longest = "s".repeat(128);
        assertThat(put("{" + KEY + ",'body':1,'source':'branch 7'}").source()).isEqualTo("branch 7");
        assertThat(put("{'source':'Pobočka \\u0031'," + KEY + ",'raw':''}").source()).isEqualTo("Pobočka 1");
        assertThat(put("{" + KEY + ",'body':1,'source':'" + longest + "'}").source()).isEqualTo(longest);
        assertThat(put("{" + KEY + ",'body':1,'source':null}").source()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "1", "true", "[]", "{'a':1}", "['x']", "'\\ud800'"})
    void a_source_that_is_no_label_is_refused(String source) {
        assertThat(refuse("{" + KEY + ",'body':1,'source':" + source + "}")).contains("source");
    }

    @Test
    void a_source_of_more_than_128_characters_is_refused() {
        assertThat(refuse("{" + KEY + ",'body':1,'source':'" + "s".repeat(129) + "'}")).contains("source");
    }

    @Test
    void members_of_no_meaning_are_read_over() {
        assertThat(bodyOf("{'version':3," + KEY + ",'meta':{'a':1,'a':['\\ud800']},'body':7,'n':null,'':''}"))
                .isEqualTo("7");
    }

    @Test
    void names_with_escapes_are_the_names_they_spell() {
        assertThat(bodyOf("{'\\u006bey':'a.event','b\\u006fdy':7}")).isEqualTo("7");
        assertThat(put("{'key':'\\u0061.event','body':7}").key()).isEqualTo(EventKey.of("a.event"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "true", "['a.event']", "{'a':'a.event'}"})
    void a_key_that_is_not_a_string_is_refused(String key) {
        assertThat(refuse("{'key':" + key + ",'body':1}")).contains("key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".event", "a", "a.json", "../a.event", "a/b.event", "a b.event", "ä.event",
            "a.event.event", "a.b.event",
            "\\u0000.event", "a.event\\n", "\\ud800.event", "a%20.event", "A.EVENT"})
    void a_key_that_no_bucket_takes_is_refused(String key) {
        assertThat(refuse("{'key':'" + key + "','body':1}")).contains("key");
    }

    @Test
    void a_key_has_at_most_128_characters_before_its_suffix() {
        assertThat(bodyOf("{'key':'" + "k".repeat(128) + ".event','body':1}")).isEqualTo("1");
        assertThat(refuse("{'key':'" + "k".repeat(129) + ".event','body':1}")).contains("key");
    }

    @Test
    void a_line_without_a_key_or_a_body_is_refused() {
        assertThat(refuse("{'body':1}")).isEqualTo("no key");
        assertThat(refuse("{}")).isEqualTo("no key");
        assertThat(refuse("{" + KEY + "}")).isEqualTo("no body");
        assertThat(refuse("{" + KEY + ",'source':'x'}")).isEqualTo("no body");
    }

    @Test
    void a_line_with_both_body_and_raw_is_refused() {
        assertThat(refuse("{" + KEY + ",'body':1,'raw':'1'}")).isEqualTo("both body and raw");
        assertThat(refuse("{'raw':'1','body':null," + KEY + "}")).isEqualTo("both body and raw");
    }

    @Test
    void a_lone_surrogate_in_raw_is_refused() {
        for (String raw : new String[] {"\\ud800", "x\\udc00", "\\ud83dx", "\\ude00\\ud83d"}) {
            assertThat(refuse("{" + KEY + ",'raw':'" + raw + "'}")).isEqualTo("a lone surrogate in raw");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "{}", "['x']"})
    void raw_that_is_not_a_string_is_refused(String raw) {
        assertThat(refuse("{" + KEY + ",'raw':" + raw + "}")).isEqualTo("raw is not a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "'body':1", "'source':'s'", "'x':1", "'\\u0078':1"})
    void a_member_twice_is_refused(String second) {
        assertThat(refuse("{'x':0," + KEY + ",'body':1,'source':'s'," + second + "}")).contains("a second member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "1", "null", "'text'", "{", "{}{}", "{} x", "\uFEFF{}", "{'key'}", "{'key':}",
            "// why",
            "{'key':'a.event','body':}", "{'key':'a.event','body':1", "{'key':'a.event','body':1}}",
            "{'key':'a.event','body':[1}",
            "{'key':'a.event','body':{'a':1]}", "{'key':'a.event','body':[1,]}", "{'key':'a.event','body':{'a' 1}}",
            "{'key':'a.event','body':NaN}", "{'key':'a.event','body':01}", "{'key':'a.event','body':1.}",
            "{'key':'a.event','body':+1}",
            "{'key':'a.event','body':tru}", "{'key':'a.event','body':'\\x'}", "{'key':'a.event','body':'\\u12g4'}",
            "{'key':'a.event','body':'a\tb'}", "{'key':'a.event','body':1,}", "{'key':'a.event','body':1 'source':'x'}",
            "{'key':'a.event','body':1/**/}", "{key:'a.event','body':1}", "{'key':'a.event','body':[1 2]}", "\u0000",
            "{'a':\u0000}"})
    void a_line_that_is_not_a_json_object_is_refused(String line) {
        assertThat(refuse(line)).contains("JSON");
    }

    @Test
    void a_line_in_another_encoding_is_refused() {
        String line = "{\"key\":\"a.event\",\"body\":\"ä\"}";
        for (String charset : new String[] {"ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-32"}) {
            assertThat(BothParsers.reason(parse(line.getBytes(Charset.forName(charset))))).containsAnyOf("UTF-8",
                    "JSON");
        }
    }

    @Test
    void a_line_of_more_than_1_mib_is_refused() {
        String head = "{\"key\":\"a.event\",\"raw\":\"";
        String longest = head + "x".repeat(InputLine.MAX_BYTES - head.length() - 2) + "\"}";
        assertThat(put(longest).body().length()).isEqualTo(InputLine.MAX_BYTES - head.length() - 2);
        byte[] bytes = (longest + " ").getBytes(StandardCharsets.UTF_8);
        assertThat(BothParsers.reason(new InputLineParser().parse(bytes, 0, bytes.length))).contains("1048576 bytes");
    }
}
