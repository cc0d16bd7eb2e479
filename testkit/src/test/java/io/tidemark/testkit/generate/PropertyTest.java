package io.tidemark.testkit.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PropertyTest {
    @Test
    void a_property_that_holds_says_nothing() {
        assertThatCode(() -> Property.holds(1, arrivals -> assertThat(arrivals).isNotEmpty()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_failure_names_its_seed_and_the_smallest_stream_that_fails() {
        Property.Check check = arrivals -> assertThat(NaiveLedger.of(arrivals).judgements())
                .extracting(NaiveLedger.Judgement::code).doesNotContain(RejectionCode.INSUFFICIENT_FUNDS);

        assertThatThrownBy(() -> Property.holds(5, 200, check)).isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed 5, shrunk from 200 to 2 arrivals:\n  1. put ")
                .hasMessageContaining("\n  2. put ").hasMessageNotContaining("\n  3. ")
                .hasMessageContaining("INSUFFICIENT_FUNDS").hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void an_exception_is_a_failure_too() {
        assertThatThrownBy(() -> Property.holds(1, 10, _ -> {
            throw new java.io.IOException("the disk is gone");
        })).isInstanceOf(AssertionError.class).hasMessageContaining("shrunk from 10 to 0")
                .hasMessageContaining("the disk is gone");
    }

    @Test
    void shrinking_leaves_only_what_the_failure_needs_and_keeps_its_order() {
        List<Integer> numbers = IntStream.rangeClosed(1, 100).boxed().toList();
        Predicate<List<Integer>> fails = list -> list.containsAll(List.of(3, 50, 51, 98));

        assertThat(Shrinker.shrink(numbers, fails)).containsExactly(3, 50, 51, 98);
    }

    @Test
    void shrinking_comes_to_nothing_when_nothing_is_needed() {
        assertThat(Shrinker.shrink(List.of(1, 2, 3), _ -> true)).isEmpty();
    }

    @Test
    void bodies_are_listed_so_that_they_can_be_copied() {
        Arrival put = new Arrival.Put("cash_deposit_1.event",
                "{\"a\":\"ü\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "branch 1");

        assertThat(put).hasToString("put cash_deposit_1.event {\"a\":\"ü\"} from branch 1");
        assertThat(put).isEqualTo(new Arrival.Put("cash_deposit_1.event",
                "{\"a\":\"ü\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "branch 1"));
    }
}
