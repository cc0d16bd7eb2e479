package io.tidemark.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that runs as another does, some days behind it, and can be put forward by whole days: many days of business in seconds. Safe for
/// use by many threads.
final class DayClock implements InstantSource {
    private final InstantSource running;
    private volatile Duration behind;

    /// A clock behind another.
    ///
    /// @param days how many days
    DayClock(InstantSource running, int days) {
        this.running = running;
        behind = Duration.ofDays(days);
    }

    @Override
    public Instant instant() {
        return running.instant().minus(behind);
    }

    /// Lets a day pass, up to the present.
    void nextDay() {
        if (behind.isPositive()) {
            behind = behind.minusDays(1);
        }
    }
}
