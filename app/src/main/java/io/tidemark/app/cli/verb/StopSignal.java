package io.tidemark.app.cli.verb;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Tells a running command that it is to end: whole work steps are finished, new ones not begun. Thread-safe.
public final class StopSignal implements BooleanSupplier {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean heeded;

    /// Asks the command to end. May be called many times, by any thread.
    public void request() {
        asked.countDown();
    }

    /// Whether the command was asked to end.
    @Override
    public boolean getAsBoolean() {
        heeded = true;
        return asked.getCount() == 0;
    }

    /// Waits until the command is asked to end, but not longer than that.
    ///
    /// @return whether it was asked
    /// @throws InterruptedException when the thread is interrupted
    public boolean await(long millis) throws InterruptedException {
        heeded = true;
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }

    /// Waits until the command is asked to end.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public void await() throws InterruptedException {
        heeded = true;
        asked.await();
    }

    /// Whether the command has ever looked: one that never does is not waited for.
    public boolean isHeeded() {
        return heeded;
    }
}
