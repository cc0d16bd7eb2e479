package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.EventLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others see of a put that is under way.
class AcknowledgementTest {
    /// More than are written in one batch.
    private static final int ATTEMPTS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void no_part_of_a_put_is_shown_before_it_is_on_disk() {
        PeepingClock clock = new PeepingClock();
        try (EmbeddedHome home = EmbeddedHome.create(directory.resolve("home"), clock)) {
            EventLog log = home.log();
            clock.log.set(log);

            log.put(Puts.numbered(0, ATTEMPTS));

            assertThat(clock.seen).as("last position, seen whenever a batch of the put is made").hasSizeGreaterThan(1)
                    .containsOnly(0L);
            assertThat(log.lastPosition()).isEqualTo(ATTEMPTS);
            assertThat(Puts.scan(log, 1)).hasSize(ATTEMPTS);
        }
    }

    /// Looks at the log whenever it is asked for the time, which every batch does once.
    private static final class PeepingClock implements InstantSource {
        private final AtomicReference<@Nullable EventLog> log = new AtomicReference<>();
        private final List<Long> seen = new ArrayList<>();

        @Override
        public Instant instant() {
            EventLog looked = log.get();
            if (looked != null) {
                seen.add(looked.lastPosition());
            }
            return Instant.EPOCH;
        }
    }
}
