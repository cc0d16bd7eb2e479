package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recovery.verify.Difference.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    @Test
    void those_of_another_collection_come_after_the_ones_that_are_here_and_all_are_counted() {
        Differences all = new Differences(3);
        all.add(of("A"));
        all.add(of("B"));
        Differences others = new Differences(3);
        others.add(of("B"));
        others.add(of("C"));
        others.add(Difference.ofWhole(Kind.COUNTS, "1", "2"));
        others.add(of("C"));

        all.addAll(others);

        assertThat(all.found().total()).isEqualTo(6);
        assertThat(all.found().first()).extracting(Difference::account).containsExactly("A", "B", "B");
        assertThat(all.found().byAccount()).isEqualTo(Map.of("A", 1L, "B", 2L, "C", 2L));
    }

    private static Difference of(String account) {
        return Difference.ofAccount(Kind.ACCOUNT, account, "this", "that");
    }
}
