package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberCodeTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "A-000", "12345678", "123456789", "1234567890123456", "abcdefgh-ABCDEFG"})
    void a_number_of_up_to_16_characters_is_written_again_from_its_code(String number) {
        long[] code = code(number);
        byte[] text = new byte[1 + NumberCode.MAX_LENGTH];

        int end = NumberCode.putText(text, 1, code[0], code[1]);

        assertThat(NumberCode.isHash(code[1])).isFalse();
        assertThat(new String(text, 1, end - 1, StandardCharsets.US_ASCII)).isEqualTo(number);
        assertThat(Arrays.copyOfRange(text, end, text.length)).isEqualTo(new byte[text.length - end]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567", "DE02120300000000202051-and-then-so", "\u0131234", "\u00ff",
            "1234567\u0138"})
    void a_longer_number_and_what_is_not_ascii_only_have_a_hash(String text) {
        assertThat(NumberCode.isHash(code(text)[1])).isTrue();
    }

    @Test
    void an_account_is_found_by_its_own_number_only() {
        FoldedAccounts accounts = new FoldedAccounts();
        // These two have the same hash code.
        String one = "Aa345678901234567";
        String two = "BB345678901234567";
        accounts.open(one, "c1");
        accounts.open("1", "c2");

        assertThat(accounts.get(one)).isNotNull();
        assertThat(accounts.get(two)).isNull();
        assertThat(accounts.get("\u0131")).isNull();
        accounts.open(two, "c3");
        assertThat(accounts.require(two).customer).isEqualTo("c3");
        assertThat(accounts.require(one).customer).isEqualTo("c1");
        for (int i = 0; i < 5000; i++) {
            accounts.open("A" + i, "" + i);
        }
        for (int i = 0; i < 5000; i++) {
            assertThat(accounts.require("A" + i).customer).isEqualTo("" + i);
        }
        assertThat(accounts.size()).isEqualTo(5003);
    }

    private static long[] code(String number) {
        long[] code = new long[2];
        NumberCode.write(number, code, 0);
        return code;
    }
}
