package io.tidemark.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNumbersTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void every_number_has_the_index_of_its_first_appearance(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AccountNumbers numbers = new AccountNumbers();
        Set<String> seen = new LinkedHashSet<>();
        for (int round = 0; round < 40; round++) {
            String[] given = new String[500];
            Arrays.setAll(given, _ -> random.nextInt(4) == 0 ? "X" + random.nextInt(20) : "N-" + random.nextInt(9_000));
            int count = random.nextInt(1, given.length);
            seen.addAll(Arrays.asList(given).subList(0, count));
            int[] indexes = new int[given.length];

            numbers.addAll(given, count, indexes);

            List<String> order = new ArrayList<>(seen);
            for (int i = 0; i < count; i += 17) {
                assertThat(numbers.number(indexes[i])).isEqualTo(given[i]);
                assertThat(order.get(indexes[i])).isEqualTo(given[i]);
                assertThat(numbers.find(given[i])).isEqualTo(indexes[i]);
            }
        }
        assertThat(numbers.size()).isEqualTo(seen.size());
        assertThat(names(numbers)).isSorted().hasSize(seen.size());
    }

    @Test
    void a_number_that_was_never_added_has_none() {
        AccountNumbers numbers = new AccountNumbers();
        numbers.add("1");

        assertThat(numbers.find("2")).isEqualTo(-1);
        assertThat(numbers.find("x".repeat(AccountNumbers.MAX_LENGTH + 1))).isEqualTo(-1);
        assertThat(numbers.size()).isEqualTo(1);
    }

    @Test
    void a_number_may_be_as_long_as_an_event_can_name_and_no_longer() {
        AccountNumbers numbers = new AccountNumbers();
        String longest = "x".repeat(AccountNumbers.MAX_LENGTH);

        assertThat(numbers.number(numbers.add(longest))).isEqualTo(longest);
        assertThatThrownBy(() -> numbers.add(longest + "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_order_is_bytewise_also_after_more_were_added() {
        AccountNumbers numbers = new AccountNumbers();
        List.of("b", "a", "ab").forEach(numbers::add);
        assertThat(names(numbers)).containsExactly("a", "ab", "b");

        List.of("B", "aa", "-").forEach(numbers::add);

        assertThat(names(numbers)).containsExactly("-", "B", "a", "aa", "ab", "b");
    }

    private static List<String> names(AccountNumbers numbers) {
        return Arrays.stream(numbers.sorted()).mapToObj(numbers::number).toList();
    }
}
