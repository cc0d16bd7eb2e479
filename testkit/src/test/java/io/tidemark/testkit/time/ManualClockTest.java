package io.tidemark.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = ManualClock.atNewYear();

    @Test
    void it_stands_still_until_it_is_moved() {
        assertThat(clock.instant()).isEqualTo(clock.instant()).isEqualTo("2026-01-01T00:00:00Z");

        assertThat(clock.advance(Duration.ofMillis(1500))).isEqualTo("2026-01-01T00:00:01.500Z");
        assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:01.500Z");
    }

    @Test
    void it_can_be_set_back() {
        clock.set(Instant.EPOCH);
        clock.advance(Duration.ofSeconds(-1));

        assertThat(clock.instant()).isEqualTo("1969-12-31T23:59:59Z");
    }

    @Test
    void no_move_of_many_threads_is_lost() {
        IntStream.range(0, 1000).parallel().forEach(_ -> clock.advance(Duration.ofSeconds(1)));

        assertThat(clock.instant()).isEqualTo("2026-01-01T00:16:40Z");
    }
}
