package io.tidemark.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that is moved by hand and otherwise stands still. Safe for use by many threads: a reading is one moment that was set,
/// never a mixture of two.
public final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /// A clock that shows that moment.
    public ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /// A clock that shows 2026-01-01T00:00:00Z, for tests to which the moment does not matter.
    public static ManualClock atNewYear() {
        return new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /// The moment that the clock shows.
    @Override
    public Instant instant() {
        return now.get();
    }

    /// Sets the clock, forwards or backwards: clocks of real machines do both.
    public void set(Instant moment) {
        now.set(moment);
    }

    /// Moves the clock on; a negative duration moves it back.
    ///
    /// @return what it shows afterwards
    public Instant advance(Duration by) {
        return now.updateAndGet(before -> before.plus(by));
    }
}
