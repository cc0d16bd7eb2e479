package io.tidemark.recovery.replay;

import io.tidemark.recovery.replay.RecoveryResult.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How long the steps of a recovery take. Not thread-safe.
final class Stopwatch {
    private final InstantSource clock;
    private final Instant startedAt;
    private Duration restore = Duration.ZERO;
    private Duration replay = Duration.ZERO;
    private Duration history = Duration.ZERO;
    private Duration prove = Duration.ZERO;

    Stopwatch(InstantSource clock, Instant startedAt) {
        this.clock = clock;
        this.startedAt = startedAt;
    }

    void restored(Instant since) {
        restore = since(since);
    }

    void replayed(Instant since) {
        replay = since(since);
    }

    void filled(Instant since) {
        history = since(since);
    }

    void proved(Instant since) {
        prove = since(since);
    }

    /// All of it so far.
    Duration total() {
        return since(startedAt);
    }

    Durations durations() {
        return new Durations(restore, replay, history, prove, total());
    }

    private Duration since(Instant mark) {
        return Duration.between(mark, clock.instant());
    }
}
